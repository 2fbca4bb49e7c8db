-- Who denied a strike, or that it happened as said?
SELECT s.started_on, coalesce(s.place_name, s.target_name) AS struck, s.attacker_name, r.reactor_name AS denied_by
FROM reactions AS r
JOIN strikes AS s ON s.strike_id = r.strike_id
WHERE r.reaction_type = 'deny'
ORDER BY s.started_on NULLS LAST, struck, denied_by;
