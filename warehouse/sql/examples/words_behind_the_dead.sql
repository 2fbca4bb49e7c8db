-- Which words give the number of dead of the deadliest strike?
SELECT e.words_text, m.sentence_text, e.publisher, e.published_on
FROM marts.evidence AS e
JOIN strike_mentions AS m ON m.mention_id = e.mention_id
WHERE e.column_name = 'killed_best'
    AND e.event_id = (
        SELECT strike_id FROM strikes WHERE NOT is_series ORDER BY killed_best DESC NULLS LAST, strike_id LIMIT 1
    )
ORDER BY ALL;
