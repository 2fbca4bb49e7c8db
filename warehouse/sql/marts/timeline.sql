-- Strikes, statements and reactions in the order of their dates, one row each, with who did what to whom.
-- happened_on: strikes.started_on, statements.said_on or reactions.reacted_on. Null: no article gives it.
-- event_kind: strike, statement or reaction.
-- event_id: strike_id, statement_id or reaction_id.
-- strike_id: The strike itself, or the one that the statement is about or the reaction answers. Null: about none.
-- actor_id: The attacker, speaker or reactor. Null: not known.
-- actor_name: Name of that actor. Null: not known.
-- did_code: Method of a strike, act of a statement, type of a reaction.
-- object_name: What was struck, who is spoken to, or whose strike is answered. Null: not said.
SELECT * FROM (
    SELECT
        started_on AS happened_on,
        date_precision,
        'strike' AS event_kind,
        strike_id AS event_id,
        strike_id,
        attacker_id AS actor_id,
        attacker_name AS actor_name,
        method AS did_code,
        target_name AS object_name,
        place_name,
        killed_best,
        confidence_score
    FROM main.strikes
    UNION ALL
    SELECT said_on, date_precision, 'statement', statement_id, strike_id, speaker_id, speaker_name, act, addressee_name,
        NULL, NULL, confidence_score
    FROM main.statements
    UNION ALL
    SELECT r.reacted_on, r.date_precision, 'reaction', r.reaction_id, r.strike_id, r.reactor_id, r.reactor_name,
        r.reaction_type, s.attacker_name, NULL, NULL, r.confidence_score
    FROM main.reactions AS r
    LEFT JOIN main.strikes AS s ON s.strike_id = r.strike_id
)
ORDER BY happened_on NULLS LAST, event_kind DESC, event_id
