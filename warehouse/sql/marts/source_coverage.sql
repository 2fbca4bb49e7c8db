-- What each publisher adds: articles, the share that are copies, strikes that it reports and those that no other does.
-- One row per source and publisher. strikes.source_count says how many independent publishers report one strike.
-- publisher: The outlet or body that published the articles. Null: the source gives none.
-- article_count: Number of articles, copies included.
-- duplicate_count: Number of articles that are copies of another.
-- duplicate_share: duplicate_count divided by article_count, from 0 to 1.
-- unread_count: Number of articles that were kept and not read, because of their language or length.
-- strike_count: Number of strikes that its own articles report, copies left out.
-- sole_strike_count: Number of these that no other independent source reports.
-- source_count_mean: Mean number of independent sources of the strikes that it reports. Null: it reports none.
-- statement_count: Number of statements that its own articles report, copies left out.
-- first_on: Publication date of its first article. Null: no article has one.
-- last_on: Publication date of its last article. Null: no article has one.
WITH own AS (
    SELECT article_id, source_id, publisher FROM main.articles WHERE duplicate_of IS NULL
),
reported AS (
    SELECT DISTINCT own.source_id, own.publisher, s.strike_id, s.source_count
    FROM own
    JOIN main.strike_mentions AS m ON m.article_id = own.article_id
    JOIN main.strikes AS s ON s.strike_id = m.strike_id
),
strikes AS (
    SELECT
        source_id,
        publisher,
        count(*) AS strike_count,
        count(*) FILTER (WHERE source_count = 1) AS sole_strike_count,
        avg(source_count) AS source_count_mean
    FROM reported
    GROUP BY source_id, publisher
),
statements AS (
    SELECT own.source_id, own.publisher, count(DISTINCT m.statement_id) AS statement_count
    FROM own
    JOIN main.statement_mentions AS m ON m.article_id = own.article_id
    GROUP BY own.source_id, own.publisher
),
articles AS (
    SELECT
        source_id,
        publisher,
        count(*)::INTEGER AS article_count,
        count(duplicate_of)::INTEGER AS duplicate_count,
        count(*) FILTER (WHERE is_screened_out)::INTEGER AS unread_count,
        min(published_on) AS first_on,
        max(published_on) AS last_on
    FROM main.articles
    GROUP BY source_id, publisher
)
SELECT
    a.source_id,
    a.publisher,
    a.article_count,
    a.duplicate_count,
    a.duplicate_count / a.article_count AS duplicate_share,
    a.unread_count,
    coalesce(s.strike_count, 0)::INTEGER AS strike_count,
    coalesce(s.sole_strike_count, 0)::INTEGER AS sole_strike_count,
    s.source_count_mean,
    coalesce(st.statement_count, 0)::INTEGER AS statement_count,
    a.first_on,
    a.last_on
FROM articles AS a
LEFT JOIN strikes AS s ON s.source_id = a.source_id AND s.publisher IS NOT DISTINCT FROM a.publisher
LEFT JOIN statements AS st ON st.source_id = a.source_id AND st.publisher IS NOT DISTINCT FROM a.publisher
ORDER BY a.source_id, a.publisher
