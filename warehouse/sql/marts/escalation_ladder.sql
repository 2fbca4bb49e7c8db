-- The ladder of each strike: the strike, then what was said about it, who reacted and who struck back, in the order of
-- their lags. One row per step. Bodies and branches count under the actor that they belong to.
-- A statement that makes a reaction is there once, as the reaction. Steps without a date come last within their strike.
-- Take the rows of one pair_name for all that two actors did to each other, in both directions.
-- pair_name: Names of attacker and target in alphabetical order, the same for both directions. Null: one is unknown.
-- attacker_id: The top of the chain of parents of the actor that struck first. Null: no article says who.
-- attacker_name: Name of that actor. Null: no article says who.
-- target_id: The top of the chain of parents of the actor that was struck. Null: no article names one.
-- target_name: Name of that actor, else the words for the target. Null: no article says what was struck.
-- strike_id: The strike that the ladder starts from.
-- struck_on: Day of that strike (strikes.started_on). Null: no article gives a date that can be resolved.
-- step_number: 1 for the first step of the strike in the order of lag_days, steps without a lag last.
-- step_kind: strike, statement, reaction (verbal or material) or retaliation (armed).
-- event_id: strike_id, statement_id or reaction_id of the step.
-- actor_id: The attacker, speaker or reactor. Null: not known.
-- actor_name: Name of that actor. Null: not known.
-- did_code: Method of the strike, act of the statement, type of the reaction.
-- stance: How a reaction stands to the attacker: against, neutral, for. Null: the step is no reaction.
-- happened_on: strikes.started_on, statements.said_on or reactions.reacted_on. Null: no article gives it.
-- lag_days: Days from the strike to the step; 0 for the strike itself. Null: one of the two dates is not known.
-- response_strike_id: The strike that a retaliation is. Null: the step is no retaliation, or its strike is not known.
WITH dyads AS (
    SELECT
        s.strike_id,
        s.started_on,
        coalesce(attacker.root_actor_id, s.attacker_id) AS attacker_id,
        attacker_root.name AS attacker_name,
        coalesce(target.root_actor_id, s.target_actor_id) AS target_id,
        coalesce(target_root.name, s.target_name) AS target_name
    FROM main.strikes AS s
    LEFT JOIN main.actors AS attacker ON attacker.actor_id = s.attacker_id
    LEFT JOIN main.actors AS attacker_root ON attacker_root.actor_id = attacker.root_actor_id
    LEFT JOIN main.actors AS target ON target.actor_id = s.target_actor_id
    LEFT JOIN main.actors AS target_root ON target_root.actor_id = target.root_actor_id
),
steps AS (
    SELECT
        strike_id,
        1 AS kind_order,
        'strike' AS step_kind,
        strike_id AS event_id,
        attacker_id AS actor_id,
        attacker_name AS actor_name,
        method AS did_code,
        NULL AS stance,
        started_on AS happened_on,
        date_precision,
        0 AS lag_days,
        NULL AS response_strike_id,
        confidence_score
    FROM main.strikes
    UNION ALL
    SELECT st.strike_id, 2, 'statement', st.statement_id, st.speaker_id, st.speaker_name, st.act, NULL, st.said_on,
        st.date_precision, st.said_on - s.started_on, NULL, st.confidence_score
    FROM main.statements AS st
    JOIN main.strikes AS s ON s.strike_id = st.strike_id
    WHERE NOT EXISTS (
        SELECT 1 FROM main.reactions AS r WHERE r.statement_id = st.statement_id AND r.strike_id = st.strike_id
    )
    UNION ALL
    SELECT strike_id, if(kind = 'armed', 4, 3), if(kind = 'armed', 'retaliation', 'reaction'), reaction_id, reactor_id,
        reactor_name, reaction_type, stance, reacted_on, date_precision, lag_days, response_strike_id, confidence_score
    FROM main.reactions
)
SELECT
    CASE
        WHEN d.attacker_name <= d.target_name THEN d.attacker_name || ' – ' || d.target_name
        ELSE d.target_name || ' – ' || d.attacker_name
    END AS pair_name,
    d.attacker_id,
    d.attacker_name,
    d.target_id,
    d.target_name,
    d.strike_id,
    d.started_on AS struck_on,
    (row_number() OVER (
        PARTITION BY d.strike_id ORDER BY steps.lag_days NULLS LAST, steps.kind_order, steps.event_id
    ))::INTEGER AS step_number,
    steps.step_kind,
    steps.event_id,
    steps.actor_id,
    steps.actor_name,
    steps.did_code,
    steps.stance,
    steps.happened_on,
    steps.date_precision,
    steps.lag_days::INTEGER AS lag_days,
    steps.response_strike_id,
    steps.confidence_score
FROM steps
JOIN dyads AS d ON d.strike_id = steps.strike_id
ORDER BY pair_name NULLS LAST, struck_on NULLS LAST, d.strike_id, step_number
