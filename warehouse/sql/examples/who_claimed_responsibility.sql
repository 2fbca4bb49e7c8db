-- Who said that it had done it, and how?
SELECT s.started_on, st.speaker_name, s.method, coalesce(s.place_name, s.target_name) AS struck
FROM statements AS st
JOIN strikes AS s ON s.strike_id = st.strike_id
WHERE st.act = 'claim_responsibility'
ORDER BY s.started_on NULLS LAST, st.speaker_name, struck;
