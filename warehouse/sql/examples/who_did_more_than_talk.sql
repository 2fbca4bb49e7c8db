-- Who answered a strike with deeds short of force?
SELECT r.reaction_type, r.reactor_name, r.stance, s.attacker_name, s.started_on AS struck_on
FROM reactions AS r
JOIN strikes AS s ON s.strike_id = r.strike_id
WHERE r.kind = 'material'
ORDER BY r.reaction_type, r.reactor_name, struck_on, s.attacker_name;
