-- advice_waits: how long backordered lines waited, and how many of their units were cancelled.
-- reads: order_line, sales_order, product, shipment_line, shipment, promise. writes: nothing.
-- parameters: since, now (instants).
-- invariant: one row a backordered line; one that still waits has waited until now.
SELECT
    p.category,
    extract(epoch FROM coalesce(
        gone.at,
        CASE WHEN l.ordered > l.shipped + l.cancelled THEN %(now)s::timestamptz END,
        told.at, %(now)s::timestamptz
    ) - o.placed_at)::float8 / 86400.0,
    (l.cancelled > 0 AND l.shipped = 0)
FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN LATERAL (
    SELECT max(h.at) AS at
    FROM shipment_line AS s
    JOIN shipment AS h ON h.id = s.shipment_id
    WHERE s.order_line_id = l.id
) AS gone ON true
LEFT JOIN LATERAL (
    SELECT max(r.made_at) AS at FROM promise AS r WHERE r.line_id = l.id
) AS told ON true
WHERE l.backordered_when_placed > 0 AND o.placed_at >= %(since)s::timestamptz
ORDER BY l.id
