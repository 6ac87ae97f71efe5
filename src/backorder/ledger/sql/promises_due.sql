-- promises_due: the pegs of some lines, and of all lines of their orders that ship complete, with
-- what decides the day each can be promised for.
-- reads: peg, order_line, sales_order, supply. writes: nothing.
-- parameters: lines (int8 array).
-- invariant: the products of the lines are locked; other lines of complete orders are only told.
WITH asked AS (
    SELECT DISTINCT order_id FROM peg WHERE line_id = ANY(%(lines)s::bigint[])
),
concerned AS (
    SELECT unnest(%(lines)s::bigint[]) AS line_id
    UNION
    SELECT l.id
    FROM asked AS a
    JOIN sales_order AS o ON o.id = a.order_id AND o.ship = 'complete'
    JOIN order_line AS l ON l.order_id = o.id
)
SELECT
    array_agg(g.line_id) AS line,
    array_agg(g.n::bigint) AS n,
    array_agg(g.order_id) AS "order",
    array_agg(g.product_id) AS product,
    array_agg(g.quantity) AS quantity,
    array_agg(coalesce(g.supply_id, 0)) AS supply,
    array_agg(CASE s.kind WHEN 'stock' THEN 1 WHEN 'purchase' THEN 2 WHEN 'transfer' THEN 3
        WHEN 'planned' THEN 4 ELSE 0 END::bigint) AS kind,
    array_agg(coalesce(s.location_id, 0)) AS location,
    array_agg(coalesce(s.available_on - DATE '2000-01-01', -2147483648)::bigint) AS available_on,
    array_agg(coalesce(g.promised_on - DATE '2000-01-01', -2147483648)::bigint) AS told,
    array_agg(coalesce(l.requested_on - DATE '2000-01-01', -2147483648)::bigint) AS requested_on,
    array_agg((o.ship = 'complete')::int::bigint) AS complete
FROM (
    SELECT p.*
    FROM concerned AS c
    JOIN peg AS p ON p.line_id = c.line_id
    ORDER BY p.line_id, p.n
) AS g
JOIN order_line AS l ON l.id = g.line_id
JOIN sales_order AS o ON o.id = g.order_id
LEFT JOIN supply AS s ON s.id = g.supply_id
