-- Who condemned whose strikes?
SELECT reactor_name, attacker_name, sum(strike_count)::INTEGER AS strikes
FROM marts.reaction_matrix
WHERE reaction_type = 'condemn' AND attacker_name IS NOT NULL
GROUP BY ALL
ORDER BY strikes DESC, attacker_name, reactor_name;
