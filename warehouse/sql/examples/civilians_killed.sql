-- Whose strikes are reported to have killed civilians, and in how many of them is the number known?
SELECT
    coalesce(attacker_name, '(not said)') AS attacker,
    count(*) AS strikes_on_civilians,
    count(civilians_killed_best) AS with_a_figure,
    sum(civilians_killed_best)::INTEGER AS civilians_killed
FROM strikes
WHERE target_kind IN ('civilian', 'medical', 'education', 'religious', 'media', 'aid') OR civilians_killed_low > 0
GROUP BY attacker
ORDER BY civilians_killed DESC NULLS LAST, strikes_on_civilians DESC, attacker;
