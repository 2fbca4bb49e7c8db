-- Who reacted to whose strikes, how, and how fast. One row per reactor, attacker, type of reaction and stance.
-- Bodies and branches count under the actor that they belong to.
-- reactor_id: The top of the chain of parents of the actor that reacted. Null: the reactor could not be resolved.
-- reactor_name: Name of that actor, else the words for the reactor. Null: no article names the reactor.
-- attacker_id: The top of the chain of parents of the attacker whose strike is answered. Null: no article says who.
-- attacker_name: Name of that actor. Null: no article says who.
-- reaction_count: Number of reactions.
-- strike_count: Number of strikes that are answered.
-- dated_count: Number of the reactions with a known lag; the three columns of days rest on these alone.
-- lag_min_days: Shortest lag, in days. Null: no lag is known.
-- lag_median_days: Median lag, in days. Null: no lag is known.
-- lag_max_days: Longest lag, in days. Null: no lag is known.
-- first_on: Day of the first reaction. Null: no article gives a day.
-- last_on: Day of the last reaction. Null: no article gives a day.
-- confidence_score: Mean of reactions.confidence_score, from 0 to 1.
SELECT
    coalesce(reactor.root_actor_id, r.reactor_id) AS reactor_id,
    coalesce(reactor_root.name, r.reactor_name) AS reactor_name,
    coalesce(attacker.root_actor_id, s.attacker_id) AS attacker_id,
    attacker_root.name AS attacker_name,
    r.reaction_type,
    r.kind,
    r.stance,
    count(*)::INTEGER AS reaction_count,
    count(DISTINCT r.strike_id)::INTEGER AS strike_count,
    count(r.lag_days)::INTEGER AS dated_count,
    min(r.lag_days) AS lag_min_days,
    median(r.lag_days) AS lag_median_days,
    max(r.lag_days) AS lag_max_days,
    min(r.reacted_on) AS first_on,
    max(r.reacted_on) AS last_on,
    avg(r.confidence_score) AS confidence_score
FROM main.reactions AS r
JOIN main.strikes AS s ON s.strike_id = r.strike_id
LEFT JOIN main.actors AS reactor ON reactor.actor_id = r.reactor_id
LEFT JOIN main.actors AS reactor_root ON reactor_root.actor_id = reactor.root_actor_id
LEFT JOIN main.actors AS attacker ON attacker.actor_id = s.attacker_id
LEFT JOIN main.actors AS attacker_root ON attacker_root.actor_id = attacker.root_actor_id
GROUP BY ALL
ORDER BY reaction_count DESC, reactor_name, attacker_name, reaction_type, stance
