-- Which hospitals, schools and houses of worship were struck?
SELECT started_on, target_kind, target_name, place_name, attacker_name, claim_status, killed_best
FROM strikes
WHERE target_kind IN ('medical', 'education', 'religious') AND NOT is_series
ORDER BY started_on NULLS LAST, target_name;
