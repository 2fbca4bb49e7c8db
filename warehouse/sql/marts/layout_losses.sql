-- What the layouts of others cannot hold, and why. One row per layout, event and reason; an event may have several.
-- The layouts leave out exactly what stands here: together with their rows these are all events of the ledger.
-- A reaction that is made by a statement or by a strike is told as that statement or strike, and is not lost.
-- layout: acled_events, ucdp_ged_events, gdelt_events, gdelt_mentions or plover_events.
-- event_kind: strike, statement or reaction.
-- event_id: strike_id, statement_id or reaction_id.
-- mention_id: The mention, in the layout gdelt_mentions. Null: another layout.
-- strike_id: The strike itself, or the one that the statement is about or the reaction answers. Null: about none.
-- reason_code: Short name of the reason.
-- reason: What the layout asks for and the ledger does not have.
WITH strikes AS (
    SELECT
        s.*,
        p.attacker_side,
        p.target_side,
        p.sub_event_type,
        EXISTS (SELECT 1 FROM main.strikes AS item WHERE item.part_of_strike_id = s.strike_id) AS has_items
    FROM main.strikes AS s
    JOIN marts.strike_parties AS p ON p.strike_id = s.strike_id
),
told AS (
    SELECT
        'statement' AS event_kind,
        st.statement_id AS event_id,
        st.strike_id,
        st.date_precision,
        code.cameo_code,
        code.plover_type,
        st.addressee_name AS recipient_name
    FROM main.statements AS st
    JOIN marts.code_acts AS code ON code.act = st.act
    UNION ALL
    SELECT
        'reaction',
        r.reaction_id,
        r.strike_id,
        r.date_precision,
        code.cameo_code,
        code.plover_type,
        if(r.stance = 'against', s.attacker_name, NULL)
    FROM main.reactions AS r
    JOIN marts.code_reactions AS code ON code.reaction_type = r.reaction_type
    JOIN main.strikes AS s ON s.strike_id = r.strike_id
    WHERE r.statement_id IS NULL AND r.response_strike_id IS NULL
),
needs AS (
    SELECT plover_type, needs_recipient FROM marts.code_plover WHERE plover_mode IS NULL
),
lost AS (
    SELECT 'acled_events' AS layout, 'strike' AS event_kind, strike_id AS event_id, strike_id, 'no_date' AS reason_code
    FROM strikes WHERE started_on IS NULL
    UNION ALL
    SELECT 'acled_events', 'strike', strike_id, strike_id, 'date_too_coarse' FROM strikes WHERE date_precision = 'year'
    UNION ALL
    SELECT 'acled_events', 'strike', strike_id, strike_id, 'no_place' FROM strikes WHERE place_id IS NULL
    UNION ALL
    SELECT 'acled_events', 'strike', strike_id, strike_id, 'place_too_coarse' FROM strikes
    WHERE place_id IS NOT NULL AND place_precision IN ('country', 'region', 'unknown')
    UNION ALL
    SELECT 'acled_events', 'strike', strike_id, strike_id, 'no_country' FROM strikes
    WHERE place_id IS NOT NULL AND country_iso3 IS NULL
    UNION ALL
    SELECT 'acled_events', 'strike', strike_id, strike_id, 'no_coordinates' FROM strikes
    WHERE place_id IS NOT NULL AND latitude IS NULL
    UNION ALL
    SELECT 'acled_events', 'strike', strike_id, strike_id, 'series' FROM strikes WHERE is_series
    UNION ALL
    SELECT 'acled_events', 'strike', strike_id, strike_id, 'no_event_type' FROM strikes WHERE sub_event_type IS NULL
    UNION ALL
    SELECT 'ucdp_ged_events', 'strike', strike_id, strike_id, 'no_date' FROM strikes WHERE started_on IS NULL
    UNION ALL
    SELECT 'ucdp_ged_events', 'strike', strike_id, strike_id, 'no_place' FROM strikes WHERE place_id IS NULL
    UNION ALL
    SELECT 'ucdp_ged_events', 'strike', strike_id, strike_id, 'deaths_unknown' FROM strikes
    WHERE killed_low IS NULL AND killed_best IS NULL AND killed_high IS NULL
    UNION ALL
    SELECT 'ucdp_ged_events', 'strike', strike_id, strike_id, 'no_death' FROM strikes
    WHERE coalesce(killed_best, killed_low, killed_high) = 0
    UNION ALL
    SELECT 'ucdp_ged_events', 'strike', strike_id, strike_id, 'no_attacker' FROM strikes WHERE attacker_id IS NULL
    UNION ALL
    SELECT 'ucdp_ged_events', 'strike', strike_id, strike_id, 'sides_not_told' FROM strikes
    WHERE attacker_id IS NOT NULL AND (attacker_side IS NULL OR target_side IS NULL)
    UNION ALL
    SELECT 'ucdp_ged_events', 'strike', strike_id, strike_id, 'items_stand_for_it' FROM strikes
    WHERE is_series AND has_items
    UNION ALL
    SELECT layout, 'strike', strike_id, strike_id, 'no_day' FROM strikes
    CROSS JOIN (VALUES ('gdelt_events'), ('plover_events')) AS layouts (layout)
    WHERE date_precision <> 'day'
    UNION ALL
    SELECT layout, 'strike', strike_id, strike_id, 'series' FROM strikes
    CROSS JOIN (VALUES ('gdelt_events'), ('plover_events')) AS layouts (layout)
    WHERE is_series
    UNION ALL
    SELECT layout, event_kind, event_id, strike_id, 'no_day' FROM told
    CROSS JOIN (VALUES ('gdelt_events'), ('plover_events')) AS layouts (layout)
    WHERE date_precision <> 'day'
    UNION ALL
    SELECT 'gdelt_events', event_kind, event_id, strike_id, 'no_code' FROM told WHERE cameo_code IS NULL
    UNION ALL
    SELECT 'plover_events', event_kind, event_id, strike_id, 'no_code' FROM told WHERE plover_type IS NULL
    UNION ALL
    SELECT 'plover_events', told.event_kind, told.event_id, told.strike_id, 'no_recipient' FROM told
    JOIN needs ON needs.plover_type = told.plover_type
    WHERE needs.needs_recipient AND told.recipient_name IS NULL
),
mentions AS (
    SELECT 'strike' AS event_kind, strike_id AS event_id, mention_id FROM main.strike_mentions
    UNION ALL
    SELECT 'statement', statement_id, mention_id FROM main.statement_mentions
    UNION ALL
    SELECT 'reaction', reaction_id, mention_id FROM main.reaction_mentions
),
lost_mentions AS (
    SELECT DISTINCT 'gdelt_mentions' AS layout, lost.event_kind, lost.event_id, mentions.mention_id, lost.strike_id
    FROM lost
    JOIN mentions ON mentions.event_kind = lost.event_kind AND mentions.event_id = lost.event_id
    WHERE lost.layout = 'gdelt_events'
),
reasons (reason_code, reason) AS (
    VALUES
    ('no_date', 'The layout asks for a date, and no article gives one that can be resolved.'),
    ('no_day', 'The layout asks for a day, and the day is not known.'),
    ('date_too_coarse', 'The layout has no code for a date that is known to the year alone.'),
    ('no_place', 'The layout asks for a place, and no mention names one that could be resolved.'),
    ('place_too_coarse', 'The layout asks for a province or less, and only a country or region is known.'),
    ('no_country', 'The layout asks for a country, and the place lies at sea or across borders.'),
    ('no_coordinates', 'The layout asks for coordinates, and those of the place are not known.'),
    ('series', 'The layout holds single events, and this is a series reported as a whole.'),
    ('items_stand_for_it', 'A series whose items are rows of their own; its dead would count twice.'),
    ('no_event_type', 'Method and target do not tell the sub-event type.'),
    ('deaths_unknown', 'The layout holds events with a death, and no article says whether anybody was killed.'),
    ('no_death', 'The layout holds events with a death, and nobody was killed.'),
    ('no_attacker', 'The layout asks for both sides, and no article says who struck.'),
    ('sides_not_told', 'The type of violence rests on both sides, and one is no state, group or civilians.'),
    ('no_code', 'The layout has no code for this act or reaction.'),
    ('no_recipient', 'The layout asks for a recipient of this type, and none is known.'),
    ('event_left_out', 'The event of this mention is not in gdelt_events.')
)
SELECT
    events.layout,
    events.event_kind,
    events.event_id,
    events.mention_id,
    events.strike_id,
    events.reason_code,
    reasons.reason
FROM (
    SELECT layout, event_kind, event_id, NULL AS mention_id, strike_id, reason_code FROM lost
    UNION ALL
    SELECT layout, event_kind, event_id, mention_id, strike_id, 'event_left_out' FROM lost_mentions
) AS events
JOIN reasons ON reasons.reason_code = events.reason_code
ORDER BY events.layout, events.event_kind, events.event_id, events.mention_id, events.reason_code
