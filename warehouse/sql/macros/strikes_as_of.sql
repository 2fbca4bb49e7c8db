-- The rows of strikes as the ledger had them at a time: a TIMESTAMP (UTC, or with a zone), or a DATE, which means the end
-- of that day in UTC. Where the file is attached, USE it first: the macro reads strikes_history of the current database.
CREATE MACRO marts.strikes_as_of(as_of) AS TABLE
WITH asked AS (
    -- epoch_us takes dates and times with and without a zone, and gives the same instant in every session
    SELECT make_timestamp(epoch_us(as_of)) + CASE typeof(as_of)
        WHEN 'DATE' THEN INTERVAL '1 day' - INTERVAL '1 microsecond'
        ELSE INTERVAL '0 days'
    END AS moment
)
SELECT h.* EXCLUDE (valid_from, valid_to)
FROM strikes_history AS h, asked
WHERE h.valid_from <= asked.moment AND (h.valid_to > asked.moment OR h.valid_to IS NULL);
