-- Strikes, statements and material reactions in the layout of GDELT 2.0 events (61 columns).
-- What it cannot hold stands in layout_losses. These are our readings of articles in GDELT's columns, no data of GDELT.
-- GoldsteinScale has the scale of GDELT and Phoenix; marts.code_cameo has that of ICEWS beside it.
-- Never filled, and null: Actor1KnownGroupCode, Actor1EthnicCode, Actor1Religion1Code, Actor1Religion2Code,
-- Actor1Type2Code, Actor1Type3Code, the same of Actor2, IsRootEvent, AvgTone, all Actor1Geo and Actor2Geo columns,
-- ActionGeo_ADM1Code, ActionGeo_ADM2Code, ActionGeo_FeatureID. Statements and reactions have no place of their own.
-- GLOBALEVENTID: Hexadecimal 1 (strike), 2 (statement) or 3 (reaction) and the digits of our id; to_hex() shows them.
-- SQLDATE: Day of the event as YYYYMMDD, as articles give it and never the day of publication.
-- MonthYear: Month of the event as YYYYMM.
-- Year: Year of the event.
-- FractionDate: Year and the part of it that has passed, as GDELT computes it.
-- Actor1Code: Country and type code of the attacker, speaker or reactor. Null: neither is known.
-- Actor1Name: Name of that actor in capitals. Null: not known.
-- Actor1CountryCode: Its country, ISO 3166-1 alpha-3; CAMEO differs for a few. Null: none, or not known.
-- Actor1KnownGroupCode: Code of a known group. Null: always, the ledger does not hold it.
-- Actor1EthnicCode: Code of an ethnic group. Null: always, the ledger does not hold it.
-- Actor1Religion1Code: Code of a religion. Null: always, the ledger does not hold it.
-- Actor1Religion2Code: Code of a second religion. Null: always, the ledger does not hold it.
-- Actor1Type1Code: CAMEO type code of that actor. Null: a country, or none.
-- Actor1Type2Code: Second type code. Null: always, the ledger does not hold it.
-- Actor1Type3Code: Third type code. Null: always, the ledger does not hold it.
-- Actor2Code: Country and type code of who was struck, addressed or answered. Null: neither is known.
-- Actor2Name: Name of that actor in capitals. Null: not known.
-- Actor2CountryCode: Its country, ISO 3166-1 alpha-3; CAMEO differs for a few. Null: none, or not known.
-- Actor2KnownGroupCode: Code of a known group. Null: always, the ledger does not hold it.
-- Actor2EthnicCode: Code of an ethnic group. Null: always, the ledger does not hold it.
-- Actor2Religion1Code: Code of a religion. Null: always, the ledger does not hold it.
-- Actor2Religion2Code: Code of a second religion. Null: always, the ledger does not hold it.
-- Actor2Type1Code: CAMEO type code of that actor. Null: a country, or none.
-- Actor2Type2Code: Second type code. Null: always, the ledger does not hold it.
-- Actor2Type3Code: Third type code. Null: always, the ledger does not hold it.
-- IsRootEvent: Whether it stands in the lead of the first report. Null: always, it is not told.
-- EventCode: CAMEO code.
-- EventBaseCode: Its first three digits.
-- EventRootCode: Its first two digits.
-- QuadClass: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, by CAMEO's manual.
-- GoldsteinScale: Goldstein value of the code, in the scale of GDELT and Phoenix.
-- NumMentions: Mentions of the event, copies of articles included.
-- NumSources: Independent sources that report it.
-- NumArticles: Articles that report it, copies included.
-- AvgTone: Tone of the articles. Null: always, it is not computed.
-- Actor1Geo_Type: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor1Geo_FullName: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor1Geo_CountryCode: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor1Geo_ADM1Code: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor1Geo_ADM2Code: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor1Geo_Lat: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor1Geo_Long: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor1Geo_FeatureID: Where actor 1 is. Null: always, the ledger does not hold it.
-- Actor2Geo_Type: Where actor 2 is. Null: always, the ledger does not hold it.
-- Actor2Geo_FullName: Where actor 2 is. Null: always, the ledger does not hold it.
-- Actor2Geo_CountryCode: Where actor 2 is. Null: always, the ledger does not hold it.
-- Actor2Geo_ADM1Code: Where actor 2 is. Null: always, the ledger does not hold it.
-- Actor2Geo_ADM2Code: Where actor 2 is. Null: always, the ledger does not hold it.
-- Actor2Geo_Lat: Where actor 2 is. Null: always, the ledger does not hold it.
-- Actor2Geo_Long: Where actor 2 is. Null: always, the ledger does not hold it.
-- Actor2Geo_FeatureID: Where actor 2 is. Null: always, the ledger does not hold it.
-- ActionGeo_Type: 1 country, 2 US state, 3 US city or landmark, 4 other city or landmark, 5 other first-level unit.
-- ActionGeo_FullName: Place, first-level unit and country. Null: no place.
-- ActionGeo_CountryCode: FIPS 10-4 code of the country. Null: no place, or none that is known.
-- ActionGeo_ADM1Code: Code of the first-level unit. Null: always, the ledger has ISO codes.
-- ActionGeo_ADM2Code: Code of the second-level unit. Null: always, the ledger does not hold it.
-- ActionGeo_Lat: Latitude of the place, in degrees WGS 84. Null: no place with coordinates.
-- ActionGeo_Long: Longitude of the place, in degrees WGS 84. Null: no place with coordinates.
-- ActionGeo_FeatureID: Id in GNS or GNIS. Null: always, the ledger has ids of GeoNames.
-- DATEADDED: When its first article was fetched, as YYYYMMDDHHMMSS (UTC).
-- SOURCEURL: Address of that article. Null: it came without one.
WITH events AS (
    SELECT
        'strike' AS event_kind,
        s.strike_id AS event_id,
        ('0x1' || s.strike_id[5:])::BIGINT AS number,
        s.started_on AS happened_on,
        s.cameo_code,
        s.attacker_name AS one_name,
        s.attacker_country_iso3 AS one_country,
        p.attacker_type_code AS one_type,
        s.target_name AS two_name,
        s.target_country_iso3 AS two_country,
        p.target_type_code AS two_type,
        s.place_name,
        s.admin1_name,
        s.country_iso3,
        s.place_precision,
        s.latitude,
        s.longitude,
        s.mention_count,
        s.source_count,
        s.article_count
    FROM main.strikes AS s
    JOIN marts.strike_parties AS p ON p.strike_id = s.strike_id
    UNION ALL
    SELECT 'statement', st.statement_id, ('0x2' || st.statement_id[5:])::BIGINT, st.said_on, st.cameo_code,
        st.speaker_name, st.speaker_country_iso3, speaker_kind.cameo_type_code, st.addressee_name,
        addressee.country_iso3, addressee_kind.cameo_type_code, NULL, NULL, NULL, NULL, NULL, NULL,
        st.mention_count, st.source_count, st.article_count
    FROM main.statements AS st
    LEFT JOIN main.actors AS speaker ON speaker.actor_id = st.speaker_id
    LEFT JOIN marts.code_actor_kinds AS speaker_kind ON speaker_kind.actor_kind = speaker.kind
    LEFT JOIN main.actors AS addressee ON addressee.actor_id = st.addressee_id
    LEFT JOIN marts.code_actor_kinds AS addressee_kind ON addressee_kind.actor_kind = addressee.kind
    UNION ALL
    -- Whom a relief convoy or an inquiry is for is not told; a reaction against the attacker is aimed at it.
    SELECT 'reaction', r.reaction_id, ('0x3' || r.reaction_id[5:])::BIGINT, r.reacted_on, r.cameo_code, r.reactor_name,
        r.reactor_country_iso3, reactor_kind.cameo_type_code, if(r.stance = 'against', s.attacker_name, NULL),
        if(r.stance = 'against', s.attacker_country_iso3, NULL), if(r.stance = 'against', p.attacker_type_code, NULL),
        NULL, NULL, NULL, NULL, NULL, NULL, r.mention_count, r.source_count, r.article_count
    FROM main.reactions AS r
    JOIN main.strikes AS s ON s.strike_id = r.strike_id
    JOIN marts.strike_parties AS p ON p.strike_id = s.strike_id
    LEFT JOIN main.actors AS reactor ON reactor.actor_id = r.reactor_id
    LEFT JOIN marts.code_actor_kinds AS reactor_kind ON reactor_kind.actor_kind = reactor.kind
    WHERE r.statement_id IS NULL AND r.response_strike_id IS NULL
),
reports AS (
    SELECT event_id, arg_min(a.url, (a.fetched_at, a.article_id)) AS url, min(a.fetched_at) AS fetched_at
    FROM (
        SELECT strike_id AS event_id, article_id FROM main.strike_mentions
        UNION
        SELECT statement_id, article_id FROM main.statement_mentions
        UNION
        SELECT reaction_id, article_id FROM main.reaction_mentions
    ) AS mentions
    JOIN main.articles AS a ON a.article_id = mentions.article_id
    GROUP BY event_id
)
SELECT
    e.number AS GLOBALEVENTID,
    strftime(e.happened_on, '%Y%m%d')::INTEGER AS SQLDATE,
    strftime(e.happened_on, '%Y%m')::INTEGER AS MonthYear,
    year(e.happened_on)::INTEGER AS Year,
    round(year(e.happened_on) + ((month(e.happened_on) - 1) * 30 + day(e.happened_on)) / 365, 4) AS FractionDate,
    nullif(concat(e.one_country, e.one_type), '') AS Actor1Code,
    upper(e.one_name) AS Actor1Name,
    e.one_country AS Actor1CountryCode,
    NULL::VARCHAR AS Actor1KnownGroupCode,
    NULL::VARCHAR AS Actor1EthnicCode,
    NULL::VARCHAR AS Actor1Religion1Code,
    NULL::VARCHAR AS Actor1Religion2Code,
    e.one_type AS Actor1Type1Code,
    NULL::VARCHAR AS Actor1Type2Code,
    NULL::VARCHAR AS Actor1Type3Code,
    nullif(concat(e.two_country, e.two_type), '') AS Actor2Code,
    upper(e.two_name) AS Actor2Name,
    e.two_country AS Actor2CountryCode,
    NULL::VARCHAR AS Actor2KnownGroupCode,
    NULL::VARCHAR AS Actor2EthnicCode,
    NULL::VARCHAR AS Actor2Religion1Code,
    NULL::VARCHAR AS Actor2Religion2Code,
    e.two_type AS Actor2Type1Code,
    NULL::VARCHAR AS Actor2Type2Code,
    NULL::VARCHAR AS Actor2Type3Code,
    NULL::INTEGER AS IsRootEvent,
    e.cameo_code AS EventCode,
    e.cameo_code[:3] AS EventBaseCode,
    cameo.root_code AS EventRootCode,
    cameo.quad_class AS QuadClass,
    cameo.goldstein_gdelt::DOUBLE AS GoldsteinScale,
    e.mention_count AS NumMentions,
    e.source_count AS NumSources,
    e.article_count AS NumArticles,
    NULL::DOUBLE AS AvgTone,
    NULL::INTEGER AS Actor1Geo_Type,
    NULL::VARCHAR AS Actor1Geo_FullName,
    NULL::VARCHAR AS Actor1Geo_CountryCode,
    NULL::VARCHAR AS Actor1Geo_ADM1Code,
    NULL::VARCHAR AS Actor1Geo_ADM2Code,
    NULL::DOUBLE AS Actor1Geo_Lat,
    NULL::DOUBLE AS Actor1Geo_Long,
    NULL::VARCHAR AS Actor1Geo_FeatureID,
    NULL::INTEGER AS Actor2Geo_Type,
    NULL::VARCHAR AS Actor2Geo_FullName,
    NULL::VARCHAR AS Actor2Geo_CountryCode,
    NULL::VARCHAR AS Actor2Geo_ADM1Code,
    NULL::VARCHAR AS Actor2Geo_ADM2Code,
    NULL::DOUBLE AS Actor2Geo_Lat,
    NULL::DOUBLE AS Actor2Geo_Long,
    NULL::VARCHAR AS Actor2Geo_FeatureID,
    CASE
        WHEN e.place_precision = 'country' THEN 1
        WHEN e.place_precision = 'admin1' THEN if(e.country_iso3 = 'USA', 2, 5)
        WHEN e.place_precision IN ('site', 'city') THEN if(e.country_iso3 = 'USA', 3, 4)
    END AS ActionGeo_Type,
    nullif(concat_ws(', ', e.place_name, nullif(e.admin1_name, e.place_name), nullif(c.country_name, e.place_name)), '')
        AS ActionGeo_FullName,
    c.fips_code AS ActionGeo_CountryCode,
    NULL::VARCHAR AS ActionGeo_ADM1Code,
    NULL::VARCHAR AS ActionGeo_ADM2Code,
    e.latitude AS ActionGeo_Lat,
    e.longitude AS ActionGeo_Long,
    NULL::VARCHAR AS ActionGeo_FeatureID,
    strftime(reports.fetched_at, '%Y%m%d%H%M%S')::BIGINT AS DATEADDED,
    reports.url AS SOURCEURL
FROM events AS e
JOIN marts.code_cameo AS cameo ON cameo.cameo_code = e.cameo_code
LEFT JOIN marts.code_countries AS c ON c.country_iso3 = e.country_iso3
LEFT JOIN reports ON reports.event_id = e.event_id
WHERE NOT EXISTS (
    SELECT 1 FROM marts.layout_losses AS l WHERE l.layout = 'gdelt_events' AND l.event_id = e.event_id
)
ORDER BY SQLDATE, GLOBALEVENTID
