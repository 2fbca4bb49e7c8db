-- Checks and quarantine per day and table. One row per day and table on which rows were held back or last checked.
-- quality_results keeps the last check of each table alone, so earlier days have no figures of checks.
-- day_on: Day (UTC) of the check or of the holding back.
-- table_name: The table that was checked, or that the record was meant for.
-- rule_count: Number of rules whose last check was on this day. Null: the last check was on another day.
-- failed_rule_count: Number of these rules that rows break. Null: the last check was on another day.
-- failing_row_count: Rows that break them; one that breaks two rules counts twice. Null: checked on another day.
-- quarantined_count: Number of records and rows first held back on this day.
-- quarantined_input_count: Number of these that were held back before they became a row (fetch, parse or code).
WITH checks AS (
    SELECT
        checked_at::DATE AS day_on,
        table_name,
        count(*)::INTEGER AS rule_count,
        count(*) FILTER (WHERE NOT passed)::INTEGER AS failed_rule_count,
        sum(failing_count)::BIGINT AS failing_row_count
    FROM main.quality_results
    GROUP BY ALL
),
held AS (
    SELECT
        seen_at::DATE AS day_on,
        table_name,
        count(DISTINCT row_id)::INTEGER AS quarantined_count,
        (count(DISTINCT row_id) FILTER (WHERE stage IN ('fetch', 'parse', 'code')))::INTEGER AS quarantined_input_count
    FROM main.quarantine
    GROUP BY ALL
)
SELECT
    coalesce(checks.day_on, held.day_on) AS day_on,
    coalesce(checks.table_name, held.table_name) AS table_name,
    checks.rule_count,
    checks.failed_rule_count,
    checks.failing_row_count,
    coalesce(held.quarantined_count, 0) AS quarantined_count,
    coalesce(held.quarantined_input_count, 0) AS quarantined_input_count
FROM checks
FULL JOIN held ON held.day_on = checks.day_on AND held.table_name = checks.table_name
ORDER BY day_on, table_name
