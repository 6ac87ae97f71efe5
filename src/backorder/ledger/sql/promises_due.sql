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
    array_agg(line_id) AS line,
    array_agg(n::bigint) AS n,
    array_agg(order_id) AS "order",
    array_agg(product_id) AS product,
    array_agg(quantity) AS quantity,
    array_agg(coalesce(supply_id, 0)) AS supply,
    array_agg(CASE kind WHEN 'stock' THEN 1 WHEN 'purchase' THEN 2 WHEN 'transfer' THEN 3
        WHEN 'planned' THEN 4 ELSE 0 END::bigint) AS kind,
    array_agg(coalesce(location_id, 0)) AS location,
    array_agg(coalesce(available_on - DATE '2000-01-01', -2147483648)::bigint) AS available_on,
    array_agg(coalesce(promised_on - DATE '2000-01-01', -2147483648)::bigint) AS told,
    array_agg(coalesce(requested_on - DATE '2000-01-01', -2147483648)::bigint) AS requested_on,
    array_agg(promise_quantile::bigint) AS quantile,
    array_agg((ship = 'complete')::int::bigint) AS complete
FROM (
    -- All joins are in here: a join after the sort may put the rows in any order again.
    SELECT
        p.line_id, p.n, p.order_id, p.product_id, p.quantity, p.supply_id, p.promised_on,
        s.kind, s.location_id, s.available_on, l.requested_on, l.promise_quantile,
        o.ship
    FROM concerned AS c
    JOIN peg AS p ON p.line_id = c.line_id
    JOIN order_line AS l ON l.id = p.line_id
    JOIN sales_order AS o ON o.id = p.order_id
    LEFT JOIN supply AS s ON s.id = p.supply_id
    ORDER BY p.line_id, p.n
) AS g
