-- Which strikes killed most people, by what sources say?
SELECT started_on, attacker_name, target_name, country_iso3, killed_low, killed_best, killed_high, source_count
FROM strikes
WHERE NOT is_series AND killed_best IS NOT NULL
ORDER BY killed_best DESC, started_on, target_name
LIMIT 10;
