-- Who gave which number of dead for the strike whose figures are furthest apart?
SELECT c.low, c.best, c.high, c.claimant_name, c.publisher, c.published_on
FROM marts.casualty_claims AS c
WHERE c.quantity = 'killed'
    AND NOT c.is_duplicate
    AND c.strike_id = (
        SELECT strike_id FROM marts.disputes WHERE quantity = 'killed' ORDER BY best_max - best_min DESC, strike_id LIMIT 1
    )
ORDER BY ALL;
