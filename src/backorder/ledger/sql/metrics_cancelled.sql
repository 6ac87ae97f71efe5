-- metrics_cancelled: units ordered, shipped, cancelled and returned of the orders of a period.
-- reads: sales_order, order_line, location. writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: one row; ordered = shipped + cancelled + open.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
)
SELECT
    coalesce(sum(l.ordered), 0)::bigint, coalesce(sum(l.shipped), 0)::bigint,
    coalesce(sum(l.cancelled), 0)::bigint, coalesce(sum(l.returned), 0)::bigint,
    count(*) FILTER (WHERE l.cancelled > 0)
FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
CROSS JOIN home AS h
WHERE (o.placed_at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
