-- Strikes in the layout of ACLED's export (35 columns, file of 2025-10). What it cannot hold stands in layout_losses.
-- These are our readings of articles in ACLED's columns, and no data of ACLED. Never filled, and null: admin2, admin3,
-- source_scale, population_1km, population_2km, population_5km, population_best.
-- event_id_cnty: Country code and the number in the strike_id; tags holds the strike_id itself.
-- event_date: Day of the strike; first day of the week or month where time_precision is 2 or 3.
-- year: Year of event_date.
-- time_precision: 1 the day is known, 2 the week, 3 the month.
-- disorder_type: Disorder type of ACLED.
-- event_type: Event type of ACLED, from method and target.
-- sub_event_type: Sub-event type of ACLED, from method and target.
-- actor1: The leading attacker. Null: no article says who; ACLED would write Unidentified Armed Group.
-- assoc_actor_1: Further attackers, joined by "; ". Null: there are none.
-- inter1: Type of actor1; forces of a state in another country are External/Other forces. Null: not told.
-- actor2: Civilians (country) where civilians were struck, else the actor that was struck. Null: no article names one.
-- assoc_actor_2: Further actors that were struck, and who the civilians were, joined by "; ". Null: there are none.
-- inter2: Type of actor2. Null: not told.
-- interaction: inter1 and inter2, in the order of ACLED's numbers. Null: one of them is not told.
-- civilian_targeting: "Civilian targeting" where civilians were struck. Null: they were not, or it is not told.
-- iso: ISO 3166-1 numeric code of the country. Null: ISO has none (Kosovo).
-- region: Region of ACLED that the country lies in.
-- country: Name of the country; a few are spelt otherwise in ACLED.
-- admin1: First-level unit. Null: not known.
-- admin2: Second-level unit. Null: always, the ledger does not hold it.
-- admin3: Third-level unit. Null: always, the ledger does not hold it.
-- location: Name of the place.
-- latitude: Latitude of the place, in degrees WGS 84; its centre where geo_precision is 2 or 3.
-- longitude: Longitude of the place, in degrees WGS 84; its centre where geo_precision is 2 or 3.
-- geo_precision: 1 a named place, 2 a district or an area near a place, 3 a province.
-- source: Publishers of the articles, joined by "; ". Null: no source gives one.
-- source_scale: Reach of the sources. Null: always, the ledger does not hold it.
-- notes: The sentence of the first report, marked as read by a machine.
-- fatalities: People killed (strikes.killed_best). Null: no article gives a figure; ACLED would write 0.
-- tags: strike_id=, then killed_low= and killed_high= where they are known, joined by "; ".
-- timestamp: Unix time at which the latest of its articles was fetched, in seconds.
-- population_1km: People living near. Null: always, the ledger does not hold it.
-- population_2km: People living near. Null: always, the ledger does not hold it.
-- population_5km: People living near. Null: always, the ledger does not hold it.
-- population_best: People living near. Null: always, the ledger does not hold it.
WITH reports AS (
    SELECT
        m.strike_id,
        string_agg(DISTINCT a.publisher, '; ' ORDER BY a.publisher) AS publishers,
        arg_min(m.sentence_text, (a.published_on IS NULL, a.published_on, a.article_id, m.text_start)) AS sentence_text,
        max(epoch(a.fetched_at))::BIGINT AS fetched
    FROM main.strike_mentions AS m
    JOIN main.articles AS a ON a.article_id = m.article_id
    GROUP BY m.strike_id
),
inter (label, number) AS (
    VALUES ('State forces', 1), ('Rebel group', 2), ('Civilians', 7), ('External/Other forces', 8)
)
SELECT
    s.country_iso3 || ('0x' || s.strike_id[5:])::BIGINT AS event_id_cnty,
    s.started_on AS event_date,
    year(s.started_on)::INTEGER AS year,
    CASE s.date_precision WHEN 'day' THEN 1 WHEN 'week' THEN 2 ELSE 3 END AS time_precision,
    types.disorder_type,
    types.event_type,
    p.sub_event_type,
    s.attacker_name AS actor1,
    p.other_attackers_text AS assoc_actor_1,
    p.attacker_inter AS inter1,
    CASE
        WHEN s.target_kind = 'diplomatic' THEN 'Civilians (' || coalesce(victims.country_name, c.country_name) || ')'
        WHEN p.acled_target = 'civilians' THEN 'Civilians (' || c.country_name || ')'
        ELSE s.target_name
    END AS actor2,
    if(
        p.acled_target = 'civilians', concat_ws('; ', s.target_name, p.other_targets_text), p.other_targets_text
    ) AS assoc_actor_2,
    p.target_inter AS inter2,
    CASE
        WHEN one.number <= two.number THEN one.label || '-' || two.label
        ELSE two.label || '-' || one.label
    END AS interaction,
    if(p.acled_target = 'civilians', 'Civilian targeting', NULL) AS civilian_targeting,
    c.iso_numeric AS iso,
    c.acled_region AS region,
    c.country_name AS country,
    s.admin1_name AS admin1,
    NULL::VARCHAR AS admin2,
    NULL::VARCHAR AS admin3,
    s.place_name AS location,
    s.latitude,
    s.longitude,
    CASE
        WHEN s.place_precision = 'admin1' THEN 3
        WHEN s.place_precision = 'district' OR s.place_id LIKE 'area:%' THEN 2
        ELSE 1
    END AS geo_precision,
    reports.publishers AS source,
    NULL::VARCHAR AS source_scale,
    '[read by strikeledger] ' || reports.sentence_text AS notes,
    s.killed_best AS fatalities,
    concat_ws(
        '; ', 'strike_id=' || s.strike_id, 'killed_low=' || s.killed_low, 'killed_high=' || s.killed_high
    ) AS tags,
    reports.fetched AS timestamp,
    NULL::INTEGER AS population_1km,
    NULL::INTEGER AS population_2km,
    NULL::INTEGER AS population_5km,
    NULL::INTEGER AS population_best
FROM main.strikes AS s
JOIN marts.strike_parties AS p ON p.strike_id = s.strike_id
JOIN marts.code_acled_events AS types ON types.sub_event_type = p.sub_event_type
LEFT JOIN marts.code_countries AS c ON c.country_iso3 = s.country_iso3
LEFT JOIN marts.code_countries AS victims ON victims.country_iso3 = s.target_country_iso3
LEFT JOIN inter AS one ON one.label = p.attacker_inter
LEFT JOIN inter AS two ON two.label = p.target_inter
LEFT JOIN reports ON reports.strike_id = s.strike_id
WHERE NOT EXISTS (
    SELECT 1 FROM marts.layout_losses AS l WHERE l.layout = 'acled_events' AND l.event_id = s.strike_id
)
ORDER BY event_date, event_id_cnty
