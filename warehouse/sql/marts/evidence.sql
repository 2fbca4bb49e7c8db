-- Every value of every strike, statement and reaction with the words that it came from, the article and the rule.
-- One row per value and span of words.
-- event_kind: strike, statement or reaction.
-- event_id: strike_id, statement_id or reaction_id.
-- words_text: The words of the article that give the value.
WITH events AS (
    SELECT mention_id, 'strike' AS event_kind, strike_id AS event_id FROM main.strike_mentions
    UNION ALL
    SELECT mention_id, 'statement', statement_id FROM main.statement_mentions
    UNION ALL
    SELECT mention_id, 'reaction', reaction_id FROM main.reaction_mentions
)
SELECT
    events.event_kind,
    events.event_id,
    e.column_name,
    e.text AS words_text,
    e.rule_id,
    a.article_id,
    a.title,
    a.publisher,
    a.published_on,
    a.url,
    e.text_start,
    e.text_end,
    e.mention_id
FROM main.evidence AS e
JOIN events ON events.mention_id = e.mention_id
JOIN main.articles AS a ON a.article_id = e.article_id
ORDER BY events.event_kind, events.event_id, e.column_name, a.published_on, e.text_start
