-- Which force was threatened, planned, denied or only a figure of speech, and so is no strike?
SELECT reason, count(*) AS mentions, any_value(sentence_text ORDER BY length(sentence_text), sentence_text) AS shortest
FROM rejected_mentions
GROUP BY reason
ORDER BY mentions DESC, reason;
