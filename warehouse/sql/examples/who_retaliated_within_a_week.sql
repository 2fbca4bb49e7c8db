-- Who retaliated within a week, and how?
-- An article says that it was the answer, or the country that was struck struck on the ground of the attacker.
SELECT
    first.started_on AS struck_on,
    first.attacker_name,
    coalesce(answer.attacker_name, r.reactor_name) AS retaliator_name,
    answer.methods_text AS answered_with,
    answer.place_name AS answered_at,
    answer.started_on - first.started_on AS lag_days,
    r.reaction_id IS NOT NULL AS is_said_to_answer
FROM strikes AS first
JOIN strikes AS answer ON answer.started_on BETWEEN first.started_on AND first.started_on + 7
LEFT JOIN reactions AS r ON r.strike_id = first.strike_id AND r.response_strike_id = answer.strike_id
WHERE answer.strike_id <> first.strike_id
    AND first.date_precision = 'day'
    AND answer.date_precision = 'day'
    AND (
        r.reaction_id IS NOT NULL
        OR (
            first.attacker_country_iso3 <> first.country_iso3
            AND answer.attacker_country_iso3 = first.country_iso3
            AND answer.country_iso3 = first.attacker_country_iso3
        )
    )
ORDER BY struck_on, lag_days;
