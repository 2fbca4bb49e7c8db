-- Where do sources disagree on the dead?
SELECT DISTINCT started_on, attacker_name, coalesce(place_name, target_name) AS struck, best_min, best_max, claimants_text
FROM marts.disputes
WHERE quantity = 'killed'
ORDER BY best_max - best_min DESC, started_on;
