-- Which ships were struck, where, by whom, and with what loss?
SELECT started_on, date_precision, target_name, place_name, attacker_name, method, killed_best, injured_low
FROM strikes
WHERE target_kind = 'shipping'
ORDER BY started_on NULLS LAST, target_name;
