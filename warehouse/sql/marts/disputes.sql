-- What sources do not agree on: figures of one strike that differ, and attackers who deny it or are named differently.
-- One row per strike and quantity in dispute. Copies of articles are left out.
-- claim_count: Number of claims about it.
-- claimant_count: Number of claimants, all articles in their own voice taken as one.
-- best_min: Least of the numbers that are claimed, in people. Null: it is about no figure.
-- best_max: Greatest of the numbers that are claimed, in people. Null: it is about no figure.
-- claimants_text: Who claims it, joined by a bar; "article" for articles in their own voice. Null: no claim.
WITH claims AS (
    SELECT
        c.strike_id,
        c.quantity,
        c.best,
        coalesce(c.claimant_name, c.claimant_text, 'article') AS claimant_name
    FROM main.strike_claims AS c
    JOIN main.articles AS a ON a.article_id = c.article_id
    WHERE a.duplicate_of IS NULL
),
summaries AS (
    SELECT
        strike_id,
        quantity,
        count(*)::INTEGER AS claim_count,
        count(DISTINCT claimant_name)::INTEGER AS claimant_count,
        count(DISTINCT best) AS figure_count,
        min(best) AS best_min,
        max(best) AS best_max,
        string_agg(DISTINCT claimant_name, '|' ORDER BY claimant_name) AS claimants_text
    FROM claims
    GROUP BY strike_id, quantity
),
disputed AS (
    SELECT * FROM summaries WHERE figure_count > 1
    UNION ALL
    SELECT s.strike_id, 'responsibility', coalesce(c.claim_count, 0), coalesce(c.claimant_count, 0), 0, NULL, NULL,
        c.claimants_text
    FROM main.strikes AS s
    LEFT JOIN summaries AS c ON c.strike_id = s.strike_id AND c.quantity = 'responsibility'
    WHERE s.is_disputed
)
SELECT
    d.strike_id,
    s.started_on,
    s.attacker_name,
    s.target_name,
    s.place_name,
    d.quantity,
    d.claim_count,
    d.claimant_count,
    d.best_min,
    d.best_max,
    d.claimants_text,
    s.source_count,
    s.confidence_score
FROM disputed AS d
JOIN main.strikes AS s ON s.strike_id = d.strike_id
ORDER BY s.started_on NULLS LAST, d.strike_id, d.quantity
