-- Who apologised for a strike or opened an inquiry?
SELECT r.reaction_type, r.reactor_name, s.attacker_name, s.target_name, s.started_on
FROM reactions AS r
JOIN strikes AS s ON s.strike_id = r.strike_id
WHERE r.reaction_type IN ('apologize', 'investigate')
ORDER BY s.started_on NULLS LAST, r.reaction_type, r.reactor_name;
