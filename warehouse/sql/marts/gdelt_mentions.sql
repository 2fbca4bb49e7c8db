-- Mentions of the rows of gdelt_events in the layout of GDELT 2.0 mentions (16 columns), copies of articles included.
-- What it cannot hold stands in layout_losses. Never filled, and null: SentenceID, MentionDocTone,
-- MentionDocTranslationInfo. Offsets count characters of articles.text, which is not the text as GDELT has it.
-- GLOBALEVENTID: The event, as in gdelt_events.
-- EventTimeDate: Day of the event as YYYYMMDDHHMMSS; the time is not known and reads 000000.
-- MentionTimeDate: When the article was published, as YYYYMMDDHHMMSS (UTC). Null: no time of day is known.
-- MentionType: 1 where the article has an address. Null: it has none.
-- MentionSourceName: Publisher. Null: the source gives none.
-- MentionIdentifier: Address of the article, else its id at the source. Null: it has neither.
-- SentenceID: Number of the sentence in the article. Null: always, the ledger holds offsets.
-- Actor1CharOffset: Start of the words for the attacker, speaker or reactor. Null: the mention has none.
-- Actor2CharOffset: Start of the words for who was struck or addressed. Null: the mention has none.
-- ActionCharOffset: Start of the clause or sentence; of a statement the word that attributes it. Null: it has none.
-- InRawText: 1, since it was found in the text as it stands.
-- Confidence: Confidence of the coder in steps of 10, from 10 to 100.
-- MentionDocLen: Length of the text, in characters.
-- MentionDocTone: Tone of the article. Null: always, it is not computed.
-- MentionDocTranslationInfo: How it was translated. Null: always, articles are read in English alone.
-- Extras: The mention_id.
WITH mentions AS (
    SELECT ('0x1' || strike_id[5:])::BIGINT AS number, mention_id, article_id, text_start, confidence_score
    FROM main.strike_mentions
    UNION ALL
    SELECT ('0x2' || statement_id[5:])::BIGINT, mention_id, article_id, cue_start, confidence_score
    FROM main.statement_mentions
    UNION ALL
    SELECT ('0x3' || reaction_id[5:])::BIGINT, mention_id, article_id, text_start, confidence_score
    FROM main.reaction_mentions
),
words AS (
    SELECT
        mention_id,
        min(text_start) FILTER (WHERE column_name IN ('attacker_text', 'speaker_text', 'reactor_text')) AS one_start,
        min(text_start) FILTER (WHERE column_name IN ('target_text', 'addressee_id')) AS two_start
    FROM main.evidence
    GROUP BY mention_id
)
SELECT
    e.GLOBALEVENTID,
    e.SQLDATE::BIGINT * 1000000 AS EventTimeDate,
    strftime(a.published_at, '%Y%m%d%H%M%S')::BIGINT AS MentionTimeDate,
    if(a.url IS NOT NULL, 1, NULL) AS MentionType,
    a.publisher AS MentionSourceName,
    coalesce(a.url, a.external_id) AS MentionIdentifier,
    NULL::INTEGER AS SentenceID,
    words.one_start AS Actor1CharOffset,
    words.two_start AS Actor2CharOffset,
    m.text_start AS ActionCharOffset,
    1 AS InRawText,
    greatest(10, (round(m.confidence_score * 10) * 10)::INTEGER) AS Confidence,
    length(a.text)::INTEGER AS MentionDocLen,
    NULL::DOUBLE AS MentionDocTone,
    NULL::VARCHAR AS MentionDocTranslationInfo,
    m.mention_id AS Extras
FROM marts.gdelt_events AS e
JOIN mentions AS m ON m.number = e.GLOBALEVENTID
JOIN main.articles AS a ON a.article_id = m.article_id
LEFT JOIN words ON words.mention_id = m.mention_id
ORDER BY e.GLOBALEVENTID, m.mention_id
