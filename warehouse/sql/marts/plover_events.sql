-- Strikes, statements and material reactions as PLOVER events. What it cannot hold stands in layout_losses.
-- PLOVER fixes types, modes, contexts and sectors, and no file: the names of the columns are ours.
-- Never filled, and null: event_context of statements and reactions.
-- event_id: strike_id, statement_id or reaction_id.
-- event_kind: strike, statement or reaction.
-- event_on: Day of the event, as articles give it.
-- event_type: PLOVER event type.
-- event_mode: PLOVER mode. Null: the type has none, or it is not told which.
-- event_context: PLOVER context, military for strikes. Null: not told.
-- quad_class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
-- plover_score: Score of the mode, else of the type, from PLOVER's manual 0.8.
-- actor_name: The attacker, speaker or reactor. Null: not known.
-- actor_country_iso3: Its country, ISO 3166-1 alpha-3. Null: none, or not known.
-- actor_sector: Its PLOVER sector. Null: a country as such, or none.
-- recipient_name: Who was struck, addressed or answered. Null: not known, or nobody.
-- recipient_country_iso3: Its country, ISO 3166-1 alpha-3. Null: none, or not known.
-- recipient_sector: Its PLOVER sector. Null: a country as such, or none.
-- place_name: Where it happened. Null: not known; statements and reactions have no place of their own.
-- country_iso3: Country in which it happened, ISO 3166-1 alpha-3. Null: not known.
-- latitude: Latitude of the place, in degrees WGS 84. Null: not known.
-- longitude: Longitude of the place, in degrees WGS 84. Null: not known.
WITH events AS (
    SELECT
        s.strike_id AS event_id,
        'strike' AS event_kind,
        s.started_on AS event_on,
        code.plover_type,
        code.plover_mode,
        'military' AS event_context,
        s.attacker_name AS actor_name,
        s.attacker_country_iso3 AS actor_country_iso3,
        p.attacker_sector AS actor_sector,
        s.target_name AS recipient_name,
        s.target_country_iso3 AS recipient_country_iso3,
        p.target_sector AS recipient_sector,
        s.place_name,
        s.country_iso3,
        s.latitude,
        s.longitude,
        s.source_count,
        s.confidence_score
    FROM main.strikes AS s
    JOIN marts.strike_parties AS p ON p.strike_id = s.strike_id
    JOIN marts.code_methods AS code ON code.method = s.method
    UNION ALL
    SELECT st.statement_id, 'statement', st.said_on, code.plover_type, code.plover_mode, NULL, st.speaker_name,
        st.speaker_country_iso3, speaker_kind.plover_sector, st.addressee_name, addressee.country_iso3,
        addressee_kind.plover_sector, NULL, NULL, NULL, NULL, st.source_count, st.confidence_score
    FROM main.statements AS st
    JOIN marts.code_acts AS code ON code.act = st.act
    LEFT JOIN main.actors AS speaker ON speaker.actor_id = st.speaker_id
    LEFT JOIN marts.code_actor_kinds AS speaker_kind ON speaker_kind.actor_kind = speaker.kind
    LEFT JOIN main.actors AS addressee ON addressee.actor_id = st.addressee_id
    LEFT JOIN marts.code_actor_kinds AS addressee_kind ON addressee_kind.actor_kind = addressee.kind
    UNION ALL
    SELECT r.reaction_id, 'reaction', r.reacted_on, code.plover_type, code.plover_mode, NULL, r.reactor_name,
        r.reactor_country_iso3, reactor_kind.plover_sector, if(r.stance = 'against', s.attacker_name, NULL),
        if(r.stance = 'against', s.attacker_country_iso3, NULL), if(r.stance = 'against', p.attacker_sector, NULL),
        NULL, NULL, NULL, NULL, r.source_count, r.confidence_score
    FROM main.reactions AS r
    JOIN marts.code_reactions AS code ON code.reaction_type = r.reaction_type
    JOIN main.strikes AS s ON s.strike_id = r.strike_id
    JOIN marts.strike_parties AS p ON p.strike_id = s.strike_id
    LEFT JOIN main.actors AS reactor ON reactor.actor_id = r.reactor_id
    LEFT JOIN marts.code_actor_kinds AS reactor_kind ON reactor_kind.actor_kind = reactor.kind
    WHERE r.statement_id IS NULL AND r.response_strike_id IS NULL
)
SELECT
    e.event_id,
    e.event_kind,
    e.event_on,
    e.plover_type AS event_type,
    e.plover_mode AS event_mode,
    e.event_context,
    code.quad_class,
    code.plover_score::DOUBLE AS plover_score,
    e.actor_name,
    e.actor_country_iso3,
    e.actor_sector,
    e.recipient_name,
    e.recipient_country_iso3,
    e.recipient_sector,
    e.place_name,
    e.country_iso3,
    e.latitude,
    e.longitude,
    e.source_count,
    e.confidence_score
FROM events AS e
JOIN marts.code_plover AS code
    ON code.plover_type = e.plover_type AND code.plover_mode IS NOT DISTINCT FROM e.plover_mode
WHERE NOT EXISTS (
    SELECT 1 FROM marts.layout_losses AS l WHERE l.layout = 'plover_events' AND l.event_id = e.event_id
)
ORDER BY e.event_on, e.event_id
