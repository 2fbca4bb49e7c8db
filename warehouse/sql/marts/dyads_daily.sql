-- Strikes per day, attacker and target, with bodies and branches counted under the actor that they belong to.
-- Series and strikes without an exact day are left out.
-- day_on: Day of the strikes.
-- attacker_id: The top of the attacker's chain of parents (actors.root_actor_id). Null: no article says who.
-- attacker_name: Name of that actor. Null: no article says who.
-- target_id: The top of the chain of parents of the actor that was struck. Null: no article names one.
-- target_name: Name of that actor. Null: no article names one.
-- strike_count: Number of strikes.
-- killed_low: Sum of strikes.killed_low, in people. Null: no article says anything.
-- killed_best: Sum of strikes.killed_best, in people. Null: no article gives a figure.
-- killed_high: Sum of strikes.killed_high, in people. Null: for one of the strikes or more no upper bound is known.
-- killed_known_count: Number of the strikes that have killed_best; the sums leave the others out.
-- injured_best: Sum of strikes.injured_best, in people. Null: no article gives a figure.
-- confidence_score: Mean of strikes.confidence_score, from 0 to 1.
SELECT
    s.started_on AS day_on,
    coalesce(attacker.root_actor_id, s.attacker_id) AS attacker_id,
    attacker_root.name AS attacker_name,
    coalesce(target.root_actor_id, s.target_actor_id) AS target_id,
    target_root.name AS target_name,
    count(*)::INTEGER AS strike_count,
    sum(s.killed_low)::INTEGER AS killed_low,
    sum(s.killed_best)::INTEGER AS killed_best,
    if(count(s.killed_high) = count(*), sum(s.killed_high), NULL)::INTEGER AS killed_high,
    count(s.killed_best)::INTEGER AS killed_known_count,
    sum(s.injured_best)::INTEGER AS injured_best,
    avg(s.confidence_score) AS confidence_score
FROM main.strikes AS s
LEFT JOIN main.actors AS attacker ON attacker.actor_id = s.attacker_id
LEFT JOIN main.actors AS attacker_root ON attacker_root.actor_id = attacker.root_actor_id
LEFT JOIN main.actors AS target ON target.actor_id = s.target_actor_id
LEFT JOIN main.actors AS target_root ON target_root.actor_id = target.root_actor_id
WHERE s.date_precision = 'day' AND NOT s.is_series
GROUP BY ALL
ORDER BY day_on, attacker_id, target_id
