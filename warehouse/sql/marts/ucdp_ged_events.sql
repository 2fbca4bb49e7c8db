-- Strikes in the layout of UCDP GED (49 columns). What it cannot hold stands in layout_losses.
-- These are our readings of articles in UCDP's columns, and no data of UCDP: its threshold of 25 deaths in a year is
-- not applied. Never filled, and null: active_year, code_status, conflict_dset_id, conflict_new_id, conflict_name,
-- dyad_dset_id, dyad_new_id, side_a_dset_id, side_b_dset_id, adm_2, deaths_a, deaths_b.
-- The meanings of date_prec are from general knowledge of UCDP's codebook and want checking.
-- id: The number in the strike_id.
-- relid: The strike_id; UCDP has another text id here.
-- year: Year of date_start.
-- active_year: 1 where the dyad passed the threshold of the year. Null: always, it is not computed.
-- code_status: State of UCDP's own checking. Null: always, UCDP has not seen these rows.
-- type_of_violence: 1 a state and an armed group or state, 2 two armed groups, 3 one-sided against civilians.
-- conflict_dset_id: Id of the conflict. Null: always, the ledger knows none.
-- conflict_new_id: Id of the conflict. Null: always, the ledger knows none.
-- conflict_name: Name of the conflict. Null: always, the ledger knows none.
-- dyad_dset_id: Id of the dyad. Null: always, the ledger knows none.
-- dyad_new_id: Id of the dyad. Null: always, the ledger knows none.
-- dyad_name: side_a and side_b.
-- side_a_dset_id: Older id of side A. Null: always, the ledger knows none.
-- side_a_new_id: Actor id of UCDP of side A. Null: it has none, or it was not matched.
-- side_a: The state where a state and an armed group fight, else the attacker.
-- side_b_dset_id: Older id of side B. Null: always, the ledger knows none.
-- side_b_new_id: Actor id of UCDP of side B. Null: it has none, was not matched, or side B is Civilians.
-- side_b: The other side; Civilians in one-sided violence. Null: no article names it.
-- number_of_sources: Independent sources that report it.
-- source_article: Publisher, date and headline of each article, in quotation marks, joined by ";".
-- source_office: Publishers, joined by ";". Null: no source gives one.
-- source_date: Dates of publication, joined by ";". Null: none is known.
-- source_headline: Headlines, joined by ";". Null: no source gives one.
-- source_original: Who gave the number of dead, joined by ";". Null: the articles do so in their own voice.
-- where_prec: 1 point, 2 within 25 km of one, 3 district, 4 province, 5 vague, 6 country, 7 at sea. Null: not known.
-- where_coordinates: Name of the place that has the coordinates.
-- where_description: Words of the first report for the place. Null: that report names none.
-- adm_1: First-level unit. Null: not known.
-- adm_2: Second-level unit. Null: always, the ledger does not hold it.
-- latitude: Latitude of the place, in degrees WGS 84. Null: not known.
-- longitude: Longitude of the place, in degrees WGS 84. Null: not known.
-- geom_wkt: The point as well-known text, longitude first. Null: not known.
-- priogrid_gid: Cell of half a degree in PRIO-GRID, counted from the south-west. Null: no coordinates.
-- country: Name of the country; UCDP spells a few otherwise. Null: at sea or across borders.
-- country_id: Gleditsch-Ward number of the country. Null: no country, or one that is no state there.
-- region: Region of UCDP. Null: no country, or one without a Gleditsch-Ward number.
-- event_clarity: 1 a single event, 2 a series reported as a whole.
-- date_prec: 1 the day is known, 2 within 2 to 6 days, 3 within a week, 4 within a month, 5 within more than a month.
-- date_start: First day on which it can have begun.
-- date_end: Last day on which it can have ended.
-- deaths_a: Dead of side A. Null: always, no side is told.
-- deaths_b: Dead of side B. Null: always, no side is told.
-- deaths_civilians: Civilians killed (strikes.civilians_killed_best). Null: no article gives a figure.
-- deaths_unknown: Dead who are not said to be civilians: best less deaths_civilians. Null: not known.
-- best: People killed (strikes.killed_best). Null: only vague words.
-- high: Greatest number killed (strikes.killed_high). Null: no upper bound is given; UCDP would repeat best.
-- low: Least number killed (strikes.killed_low). Null: no lower bound is given.
-- gwnoa: Gleditsch-Ward number of side A. Null: it is no state.
-- gwnob: Gleditsch-Ward number of side B. Null: it is no state.
WITH reports AS (
    SELECT
        strike_id,
        string_agg(
            '"' || concat_ws(',', publisher, published_on, title) || '"', ';' ORDER BY published_on, article_id
        ) AS source_article,
        string_agg(publisher, ';' ORDER BY published_on, article_id) AS source_office,
        string_agg(published_on::VARCHAR, ';' ORDER BY published_on, article_id) AS source_date,
        string_agg(title, ';' ORDER BY published_on, article_id) AS source_headline,
        arg_min(place_text, (published_on IS NULL, published_on, article_id)) AS where_description
    FROM (
        SELECT
            m.strike_id,
            a.article_id,
            a.publisher,
            a.published_on,
            a.title,
            arg_min(m.place_text, m.text_start) AS place_text
        FROM main.strike_mentions AS m
        JOIN main.articles AS a ON a.article_id = m.article_id
        WHERE a.duplicate_of IS NULL
        GROUP BY ALL
    )
    GROUP BY strike_id
),
claimants AS (
    SELECT
        strike_id,
        string_agg(
            DISTINCT coalesce(claimant_name, claimant_text), ';' ORDER BY coalesce(claimant_name, claimant_text)
        ) AS source_original
    FROM main.strike_claims
    WHERE quantity = 'killed'
    GROUP BY strike_id
),
spans AS (
    SELECT
        strike_id,
        started_on AS date_start,
        coalesce(
            ended_on,
            CASE date_precision
                WHEN 'week' THEN started_on + 6
                WHEN 'month' THEN last_day(started_on)
                WHEN 'year' THEN make_date(year(started_on), 12, 31)
                ELSE started_on
            END
        ) AS date_end
    FROM main.strikes
),
parties AS (
    SELECT
        s.strike_id,
        CASE
            WHEN p.target_side = 'civilians' THEN 3
            WHEN p.attacker_side = 'state' OR p.target_side = 'state' THEN 1
            ELSE 2
        END AS type_of_violence,
        -- Side A is the state, also where it was the one that was struck.
        p.attacker_side = 'group' AND p.target_side = 'state' AS is_turned,
        s.attacker_name,
        attacker.ucdp_actor_id AS attacker_ucdp_id,
        if(p.attacker_side = 'state', attacker_state.gleditsch_ward_number, NULL) AS attacker_gw,
        if(p.target_side = 'civilians', 'Civilians', s.target_name) AS target_name,
        if(p.target_side = 'civilians', NULL, target.ucdp_actor_id) AS target_ucdp_id,
        if(p.target_side = 'state', target_state.gleditsch_ward_number, NULL) AS target_gw
    FROM main.strikes AS s
    JOIN marts.strike_parties AS p ON p.strike_id = s.strike_id
    LEFT JOIN main.actors AS attacker ON attacker.actor_id = s.attacker_id
    LEFT JOIN main.actors AS target ON target.actor_id = s.target_actor_id
    LEFT JOIN marts.code_countries AS attacker_state ON attacker_state.country_iso3 = s.attacker_country_iso3
    LEFT JOIN marts.code_countries AS target_state ON target_state.country_iso3 = s.target_country_iso3
),
sides AS (
    SELECT
        strike_id,
        type_of_violence,
        if(is_turned, target_name, attacker_name) AS side_a,
        if(is_turned, target_ucdp_id, attacker_ucdp_id) AS side_a_new_id,
        if(is_turned, target_gw, attacker_gw) AS gwnoa,
        if(is_turned, attacker_name, target_name) AS side_b,
        if(is_turned, attacker_ucdp_id, target_ucdp_id) AS side_b_new_id,
        if(is_turned, attacker_gw, target_gw) AS gwnob
    FROM parties
)
SELECT
    ('0x' || s.strike_id[5:])::BIGINT AS id,
    s.strike_id AS relid,
    year(spans.date_start)::INTEGER AS year,
    NULL::INTEGER AS active_year,
    NULL::VARCHAR AS code_status,
    sides.type_of_violence,
    NULL::INTEGER AS conflict_dset_id,
    NULL::INTEGER AS conflict_new_id,
    NULL::VARCHAR AS conflict_name,
    NULL::INTEGER AS dyad_dset_id,
    NULL::INTEGER AS dyad_new_id,
    sides.side_a || ' - ' || sides.side_b AS dyad_name,
    NULL::INTEGER AS side_a_dset_id,
    sides.side_a_new_id,
    sides.side_a,
    NULL::INTEGER AS side_b_dset_id,
    sides.side_b_new_id,
    sides.side_b,
    s.source_count AS number_of_sources,
    reports.source_article,
    reports.source_office,
    reports.source_date,
    reports.source_headline,
    claimants.source_original,
    CASE
        WHEN place.kind = 'sea' THEN 7
        WHEN s.place_precision = 'region' THEN 5
        WHEN s.place_precision = 'country' THEN 6
        WHEN s.place_id LIKE 'area:%' THEN if(s.radius_km <= 25, 2, 5)
        WHEN s.place_precision IN ('site', 'city') THEN 1
        WHEN s.place_precision = 'district' THEN 3
        WHEN s.place_precision = 'admin1' THEN 4
    END AS where_prec,
    s.place_name AS where_coordinates,
    reports.where_description,
    s.admin1_name AS adm_1,
    NULL::VARCHAR AS adm_2,
    s.latitude,
    s.longitude,
    'POINT (' || s.longitude || ' ' || s.latitude || ')' AS geom_wkt,
    (floor((s.latitude + 90) * 2) * 720 + floor((s.longitude + 180) * 2) + 1)::INTEGER AS priogrid_gid,
    c.country_name AS country,
    c.gleditsch_ward_number AS country_id,
    c.ucdp_region AS region,
    if(s.is_series, 2, 1) AS event_clarity,
    CASE
        WHEN spans.date_end - spans.date_start = 0 THEN 1
        WHEN spans.date_end - spans.date_start < 6 THEN 2
        WHEN spans.date_end - spans.date_start = 6 THEN 3
        WHEN spans.date_end - spans.date_start <= 30 THEN 4
        ELSE 5
    END AS date_prec,
    spans.date_start,
    spans.date_end,
    NULL::INTEGER AS deaths_a,
    NULL::INTEGER AS deaths_b,
    s.civilians_killed_best AS deaths_civilians,
    s.killed_best - least(coalesce(s.civilians_killed_best, 0), s.killed_best) AS deaths_unknown,
    s.killed_best AS best,
    s.killed_high AS high,
    s.killed_low AS low,
    sides.gwnoa,
    sides.gwnob
FROM main.strikes AS s
JOIN sides ON sides.strike_id = s.strike_id
JOIN spans ON spans.strike_id = s.strike_id
LEFT JOIN main.places AS place ON place.place_id = s.place_id
LEFT JOIN marts.code_countries AS c ON c.country_iso3 = s.country_iso3
LEFT JOIN reports ON reports.strike_id = s.strike_id
LEFT JOIN claimants ON claimants.strike_id = s.strike_id
WHERE NOT EXISTS (
    SELECT 1 FROM marts.layout_losses AS l WHERE l.layout = 'ucdp_ged_events' AND l.event_id = s.strike_id
)
ORDER BY spans.date_start, id
