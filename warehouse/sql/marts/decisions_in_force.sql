-- Decisions of persons and what became of them. One row per decision. A decision whose reports are gone on one side
-- does nothing until they are there again; one that is not in force though its reports are there is newer than the last
-- run, or a later decision about the same reports goes before it.
-- first_count: Number of reports on the first side that are there now.
-- second_count: Number of reports on the second side that are there now.
-- is_in_force: True where the ledger has it so: a row with reports of both sides of a merge, none of a split.
-- event_id: The strike, statement or reaction that it is about, by the id that it had then.
WITH mentions AS (
    SELECT 'strike' AS event_kind, strike_id AS event_id, mention_id, article_id, text_start FROM main.strike_mentions
    UNION ALL
    SELECT 'statement', statement_id, mention_id, article_id, coalesce(content_start, cue_start, speaker_start, 0)
    FROM main.statement_mentions
    UNION ALL
    SELECT 'reaction', reaction_id, mention_id, article_id, text_start FROM main.reaction_mentions
),
-- the mention itself, or else the nearest one within 400 characters that no decision names: see resolving/lasting.py
found AS (
    SELECT
        a.decision_id,
        a.side,
        a.mention_id,
        arg_min(m.event_id, CASE WHEN m.mention_id = a.mention_id THEN -1 ELSE abs(m.text_start - a.text_start) END)
            AS event_id
    FROM main.decision_anchors AS a
    JOIN main.decisions AS d ON d.decision_id = a.decision_id
    JOIN mentions AS m ON m.event_kind = d.event_kind AND m.article_id = a.article_id
    LEFT JOIN (SELECT DISTINCT mention_id FROM main.decision_anchors) AS own ON own.mention_id = m.mention_id
    WHERE m.mention_id = a.mention_id OR (own.mention_id IS NULL AND abs(m.text_start - a.text_start) <= 400)
    GROUP BY ALL
),
held AS (
    SELECT
        decision_id,
        event_id,
        count(*) FILTER (WHERE side = 'first') AS first_count,
        count(*) FILTER (WHERE side = 'second') AS second_count
    FROM found
    GROUP BY ALL
),
sides AS (
    SELECT
        decision_id,
        sum(first_count)::INTEGER AS first_count,
        sum(second_count)::INTEGER AS second_count,
        bool_or(first_count > 0 AND second_count > 0) AS is_one
    FROM held
    GROUP BY ALL
)
SELECT
    d.decision_id,
    d.kind,
    d.event_kind,
    d.event_id,
    d.other_id,
    d.reason,
    d.decided_by,
    d.decided_at,
    coalesce(s.first_count, 0) AS first_count,
    coalesce(s.second_count, 0) AS second_count,
    coalesce(s.first_count > 0 AND s.second_count > 0 AND s.is_one = (d.kind = 'merge'), false) AS is_in_force
FROM main.decisions AS d
LEFT JOIN sides AS s ON s.decision_id = d.decision_id
ORDER BY d.decided_at, d.decision_id
