-- What had the side that struck back said about the first strike?
-- Where said_on is empty, no article tells the day, and the words may have come after the answer.
SELECT
    first.started_on AS struck_on,
    first.attacker_name,
    st.speaker_name,
    st.act,
    st.stance,
    st.said_on,
    answer.started_on AS answered_on
FROM strikes AS first
JOIN strikes AS answer
    ON answer.started_on > first.started_on
    AND answer.started_on <= first.started_on + 30
    AND answer.attacker_country_iso3 = first.country_iso3
    AND answer.country_iso3 = first.attacker_country_iso3
JOIN marts.statement_stance AS st
    ON st.strike_id = first.strike_id AND st.speaker_country_iso3 = answer.attacker_country_iso3
WHERE first.attacker_country_iso3 <> first.country_iso3
    AND (st.said_on IS NULL OR st.said_on <= answer.started_on)
ORDER BY ALL;
