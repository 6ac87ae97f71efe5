-- metrics_span: the days the books cover: first order, last entry; and the home place's time zone.
-- reads: journal, sales_order, location. writes: nothing.
-- parameters: none.
-- invariant: one row; the days are null in empty books.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
)
SELECT
    h.timezone,
    (SELECT (min(placed_at) AT TIME ZONE h.timezone)::date FROM sales_order),
    (SELECT (max(at) AT TIME ZONE h.timezone)::date FROM journal)
FROM home AS h
