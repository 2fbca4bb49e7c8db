-- Who struck on the ground of another country?
SELECT started_on, attacker_name, attacker_country_iso3, country_iso3 AS struck_in_iso3, place_name, methods_text
FROM strikes
WHERE attacker_country_iso3 <> country_iso3
ORDER BY started_on NULLS LAST, attacker_name, place_name;
