-- What does a user of the layouts of ACLED, UCDP GED, GDELT or PLOVER not see, and why?
SELECT layout, event_kind, reason_code, count(*) AS events
FROM marts.layout_losses
WHERE layout <> 'gdelt_mentions'
GROUP BY ALL
ORDER BY layout, events DESC, event_kind, reason_code;
