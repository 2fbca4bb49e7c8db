-- Strikes per day and country where they happened, with what articles report of people killed and injured.
-- Series and strikes without an exact day are left out.
-- day_on: Day of the strikes.
-- strike_count: Number of strikes.
-- disputed_count: Number of strikes whose attacker is disputed.
-- intercepted_count: Number of strikes that were intercepted.
-- killed_low: Sum of strikes.killed_low, in people. Null: no article says anything.
-- killed_best: Sum of strikes.killed_best, in people. Null: no article gives a figure.
-- injured_best: Sum of strikes.injured_best, in people. Null: no article gives a figure.
-- civilians_killed_best: Sum of strikes.civilians_killed_best, in people. Null: no article gives a figure.
-- report_count: Sum of strikes.article_count; an article that reports two strikes counts twice.
SELECT
    started_on AS day_on,
    country_iso3,
    count(*)::INTEGER AS strike_count,
    count(*) FILTER (WHERE is_disputed)::INTEGER AS disputed_count,
    count(*) FILTER (WHERE outcome = 'intercepted')::INTEGER AS intercepted_count,
    sum(killed_low)::INTEGER AS killed_low,
    sum(killed_best)::INTEGER AS killed_best,
    sum(injured_best)::INTEGER AS injured_best,
    sum(civilians_killed_best)::INTEGER AS civilians_killed_best,
    sum(article_count)::INTEGER AS report_count
FROM main.strikes
WHERE date_precision = 'day' AND NOT is_series
GROUP BY started_on, country_iso3
ORDER BY day_on, country_iso3
