-- What was struck, and by which methods?
SELECT
    target_kind,
    count(*) AS strikes,
    string_agg(DISTINCT method, ', ' ORDER BY method) AS methods,
    sum(killed_best)::INTEGER AS killed,
    count(*) - count(killed_best) AS strikes_without_a_figure
FROM strikes
WHERE NOT is_series
GROUP BY target_kind
ORDER BY strikes DESC, target_kind;
