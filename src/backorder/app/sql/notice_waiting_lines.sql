-- notice_waiting_lines: what waits on orders, with the day that was told last; of an order on which
--   nothing waits any more, what it is about.
-- reads: order_line, peg, supply, product. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: one row an order and product; the latest of several days, none where one is unknown.
WITH lines AS (
    SELECT
        l.order_id, l.product_id, sum(l.ordered)::bigint AS ordered,
        sum(w.units)::bigint AS units, max(w.on_day) AS on_day,
        bool_and(w.known) AS known
    FROM order_line AS l
    LEFT JOIN LATERAL (
        SELECT
            sum(g.quantity) AS units, max(g.promised_on) AS on_day,
            bool_and(g.promised_on IS NOT NULL) AS known
        FROM peg AS g
        LEFT JOIN supply AS s ON s.id = g.supply_id
        WHERE g.line_id = l.id AND s.kind IS DISTINCT FROM 'stock'
    ) AS w ON true
    WHERE l.order_id = ANY(%(orders)s::bigint[])
    GROUP BY l.order_id, l.product_id
)
SELECT
    l.order_id, p.sku, coalesce(l.units, l.ordered),
    CASE WHEN l.known THEN l.on_day::text END
FROM lines AS l
JOIN product AS p ON p.id = l.product_id
WHERE l.units IS NOT NULL
    OR NOT EXISTS (
        SELECT FROM lines AS o WHERE o.order_id = l.order_id AND o.units IS NOT NULL
    )
ORDER BY l.order_id, p.sku -- unique: one row an order and product
