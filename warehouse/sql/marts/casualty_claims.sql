-- Every figure of people killed, injured, missing or of civilians killed, with who gave it and where.
-- One row per claim of strike_claims that gives a figure, beside the figure that the ledger holds for the strike.
-- low: Least number that is claimed, in people. Null: the claim has none.
-- best: Number as claimed, in people. Null: only vague words.
-- high: Greatest number that is claimed, in people. Null: the claim has no upper bound.
-- claimant_name: Name of the claimant, else the words for it. Null: the article says so in its own voice.
-- is_duplicate: True where the article is a copy of another; such claims do not count for the figures of strikes.
-- ledger_best: The figure that strikes holds for this quantity, in people. Null: none is known.
-- ledger_difference: best less ledger_best, in people. Null: one of the two is not known.
SELECT
    c.claim_id,
    c.strike_id,
    s.started_on,
    s.attacker_name,
    s.place_name,
    s.country_iso3,
    c.quantity,
    c.low,
    c.best,
    c.high,
    c.claimant_id,
    coalesce(c.claimant_name, c.claimant_text) AS claimant_name,
    c.said_on,
    CASE c.quantity
        WHEN 'killed' THEN s.killed_best
        WHEN 'injured' THEN s.injured_best
        WHEN 'civilians_killed' THEN s.civilians_killed_best
    END AS ledger_best,
    c.best - ledger_best AS ledger_difference,
    a.duplicate_of IS NOT NULL AS is_duplicate,
    a.article_id,
    a.publisher,
    a.published_on,
    a.title,
    a.url,
    c.mention_id
FROM main.strike_claims AS c
JOIN main.strikes AS s ON s.strike_id = c.strike_id
JOIN main.articles AS a ON a.article_id = c.article_id
WHERE c.quantity IN ('killed', 'injured', 'civilians_killed', 'missing')
ORDER BY s.started_on NULLS LAST, c.strike_id, c.quantity, a.published_on, c.claim_id
