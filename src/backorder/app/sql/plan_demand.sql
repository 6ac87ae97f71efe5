-- plan_demand: units that customers asked for and were accepted, by product, place and week.
-- reads: order_line, sales_order, shipment_line, peg, supply. writes: nothing.
-- parameters: since (a Monday's first instant), until (as well).
-- invariant: a line counts once, in the week it was placed: at the place it left or is to leave from
--   (0: not known yet); what was cancelled later was asked for all the same.
WITH asked AS (
    SELECT
        l.id, l.product_id, l.ordered, l.backordered_when_placed AS waited,
        floor(extract(epoch FROM o.placed_at - %(since)s::timestamptz) / 604800)::integer AS week
    FROM sales_order AS o
    JOIN order_line AS l ON l.order_id = o.id
    WHERE o.placed_at >= %(since)s::timestamptz AND o.placed_at < %(until)s::timestamptz
),
left_from AS (
    SELECT s.order_line_id AS id, min(s.location_id) AS location_id
    FROM shipment_line AS s
    GROUP BY s.order_line_id
),
leaves_from AS (
    SELECT g.line_id AS id, min(s.location_id) AS location_id
    FROM peg AS g
    JOIN supply AS s ON s.id = g.supply_id
    GROUP BY g.line_id
)
SELECT
    a.product_id, coalesce(f.location_id, t.location_id, 0) AS location_id, a.week,
    sum(a.ordered)::bigint, sum(a.waited)::bigint
FROM asked AS a
LEFT JOIN left_from AS f ON f.id = a.id
LEFT JOIN leaves_from AS t ON t.id = a.id
GROUP BY a.product_id, coalesce(f.location_id, t.location_id, 0), a.week
ORDER BY a.product_id, coalesce(f.location_id, t.location_id, 0), a.week
