-- Statements with the strike that they are about and, where the statement is a reaction, how it stands to the attacker.
-- One row per statement and strike; a statement about no strike has one row without one.
-- strike_id: The strike that it is about. Null: it is about no strike in the ledger.
-- attacker_name: actors.name of the attacker of that strike. Null: no strike, or no article says who.
-- target_name: Who or what was struck. Null: no strike, or no article says what was struck.
-- stance: How it stands to the attacker: against, neutral, for. Null: it is no reaction to the strike.
-- is_reaction: True where the statement makes a reaction to that strike.
-- is_by_attacker: True where speaker and attacker belong to the same actor. Null: one is unknown.
WITH links AS (
    SELECT statement_id, strike_id FROM main.statements
    UNION
    SELECT statement_id, strike_id FROM main.reactions WHERE statement_id IS NOT NULL
),
stances AS (
    -- Joint speakers react each for itself; they made one statement and share its stance.
    SELECT statement_id, strike_id, mode(stance ORDER BY stance) AS stance
    FROM main.reactions
    WHERE statement_id IS NOT NULL
    GROUP BY statement_id, strike_id
)
SELECT
    st.statement_id,
    st.said_on,
    st.date_precision,
    st.speaker_id,
    st.speaker_name,
    st.speaker_country_iso3,
    st.speaker_person,
    st.act,
    st.addressee_id,
    st.addressee_name,
    links.strike_id,
    s.attacker_name,
    s.target_name,
    stances.stance,
    stances.statement_id IS NOT NULL AS is_reaction,
    speaker.root_actor_id = attacker.root_actor_id AS is_by_attacker,
    st.content_text,
    st.is_quote,
    st.source_count,
    st.confidence_score
FROM main.statements AS st
JOIN links ON links.statement_id = st.statement_id
LEFT JOIN stances ON stances.statement_id = links.statement_id AND stances.strike_id = links.strike_id
LEFT JOIN main.strikes AS s ON s.strike_id = links.strike_id
LEFT JOIN main.actors AS speaker ON speaker.actor_id = st.speaker_id
LEFT JOIN main.actors AS attacker ON attacker.actor_id = s.attacker_id
ORDER BY st.said_on NULLS LAST, st.statement_id, links.strike_id
