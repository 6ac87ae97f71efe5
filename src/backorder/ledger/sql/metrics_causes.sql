-- metrics_causes: why customers were told a new date, of the orders placed in a period.
-- reads: sales_order, order_line, promise, location. writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: one row a cause; a telling with two causes, on two lines, is counted under both.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
)
SELECT p.cause, count(DISTINCT (l.order_id, p.journal_id))
FROM sales_order AS o
CROSS JOIN home AS h
JOIN order_line AS l ON l.order_id = o.id
JOIN promise AS p ON p.line_id = l.id AND p.version > 1
WHERE (o.placed_at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
GROUP BY p.cause
ORDER BY p.cause -- unique: one row a cause
