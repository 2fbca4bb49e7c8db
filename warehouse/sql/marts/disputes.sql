-- What sources do not agree on, side by side: who says what of a strike, when, in which words, and what the others say.
-- One row per strike, quantity, claimant and what it says: a figure, or who did it. Copies of articles are left out.
-- claimant_name: Who says so: name or words of the claimant, else the publisher. Null: no article says who disputes it.
-- claim: figure, name (of the attacker), claim_responsibility, accuse or deny. Null: as claimant_name.
-- named_text: Words for the attacker that is named. Null: the claim names none.
-- low: Least number that is claimed, in people. Null: the claim has none.
-- best: Number as claimed, in people. Null: it is about no figure, or a vague one.
-- high: Greatest number that is claimed, in people. Null: the claim has no upper bound, or is about no figure.
-- said_on: Day on which this claimant first said so. Null: not known.
-- words_text: The words of that day: the content of the statement, else the sentence. Null: as claimant_name.
-- claim_id: That claim in strike_claims. Null: the attacker is named, and nobody claims or lays blame.
-- claim_count: How often this claimant says so.
-- rival_count: Number of rows beside this one in the same dispute.
-- rivals_text: What the others say, joined by a bar: claimant, then figure or claim. Null: nobody else says anything.
-- claimant_count: Number of claimants in the dispute.
-- best_min: Least of the numbers in the dispute, in people. Null: it is about no figure.
-- best_max: Greatest of the numbers in the dispute, in people. Null: it is about no figure.
-- claimants_text: All claimants in the dispute, joined by a bar. Null: as claimant_name.
WITH voices AS (
    SELECT
        c.strike_id,
        c.quantity,
        coalesce(c.claimant_name, c.claimant_text, a.publisher, 'article') AS claimant_name,
        coalesce(s.act, 'figure') AS claim,
        NULL AS named_text,
        c.low,
        c.best,
        c.high,
        c.said_on,
        coalesce(s.content_text, s.cue_text, m.sentence_text) AS words_text,
        c.claim_id,
        c.mention_id
    FROM main.strike_claims AS c
    JOIN main.articles AS a ON a.article_id = c.article_id
    LEFT JOIN main.statement_mentions AS s ON s.mention_id = c.mention_id
    LEFT JOIN main.strike_mentions AS m ON m.mention_id = c.mention_id
    WHERE a.duplicate_of IS NULL
    UNION ALL
    SELECT
        m.strike_id,
        'responsibility',
        coalesce(a.publisher, 'article'),
        'name',
        m.attacker_text,
        NULL,
        NULL,
        NULL,
        a.published_on,
        m.sentence_text,
        NULL,
        m.mention_id
    FROM main.strike_mentions AS m
    JOIN main.articles AS a ON a.article_id = m.article_id
    WHERE a.duplicate_of IS NULL AND m.attacker_text IS NOT NULL AND len(m.attacker_ids) > 0
),
said AS (
    SELECT
        *,
        concat_ws(' ', claimant_name, coalesce(best::VARCHAR, claim), named_text) AS line_text,
        count(*) OVER same_voice AS claim_count
    FROM voices
    WINDOW same_voice AS (PARTITION BY strike_id, quantity, claimant_name, claim, named_text, low, best, high)
    QUALIFY row_number() OVER (
        PARTITION BY strike_id, quantity, claimant_name, claim, named_text, low, best, high
        ORDER BY said_on NULLS LAST, mention_id, claim_id
    ) = 1
),
summaries AS (
    SELECT
        strike_id,
        quantity,
        count(*) AS row_count,
        count(DISTINCT claimant_name)::INTEGER AS claimant_count,
        count(DISTINCT best) AS figure_count,
        min(best) AS best_min,
        max(best) AS best_max,
        string_agg(DISTINCT claimant_name, '|' ORDER BY claimant_name) AS claimants_text
    FROM said
    GROUP BY strike_id, quantity
),
disputed AS (
    SELECT strike_id, quantity FROM summaries WHERE figure_count > 1
    UNION ALL
    SELECT strike_id, 'responsibility' FROM main.strikes WHERE is_disputed
),
rivals AS (
    SELECT
        one.strike_id,
        one.quantity,
        one.mention_id,
        one.claimant_name,
        one.claim,
        string_agg(DISTINCT other.line_text, '|' ORDER BY other.line_text) AS rivals_text
    FROM said AS one
    JOIN said AS other
        ON other.strike_id = one.strike_id AND other.quantity = one.quantity
        AND (other.mention_id, other.claimant_name, other.claim) <> (one.mention_id, one.claimant_name, one.claim)
    WHERE (one.strike_id, one.quantity) IN (SELECT (strike_id, quantity) FROM disputed)
    GROUP BY ALL
)
SELECT
    d.strike_id,
    s.started_on,
    s.attacker_name,
    s.target_name,
    s.place_name,
    d.quantity,
    v.claimant_name,
    v.claim,
    v.named_text,
    v.low,
    v.best,
    v.high,
    v.said_on,
    v.words_text,
    v.claim_id,
    coalesce(v.claim_count, 0)::INTEGER AS claim_count,
    coalesce(u.row_count - 1, 0)::INTEGER AS rival_count,
    r.rivals_text,
    coalesce(u.claimant_count, 0)::INTEGER AS claimant_count,
    u.best_min,
    u.best_max,
    u.claimants_text,
    s.source_count,
    s.confidence_score
FROM disputed AS d
JOIN main.strikes AS s ON s.strike_id = d.strike_id
LEFT JOIN said AS v ON v.strike_id = d.strike_id AND v.quantity = d.quantity
LEFT JOIN summaries AS u ON u.strike_id = d.strike_id AND u.quantity = d.quantity
LEFT JOIN rivals AS r
    ON r.strike_id = v.strike_id AND r.quantity = v.quantity AND r.mention_id = v.mention_id
    AND r.claimant_name = v.claimant_name AND r.claim = v.claim
ORDER BY s.started_on NULLS LAST, d.strike_id, d.quantity, v.said_on NULLS LAST, v.claimant_name, v.best, v.claim_id
