-- list_orders: accepted orders with their lines as they stand.
-- reads: sales_order, customer, order_line, product, peg, supply. writes: nothing.
-- parameters: none.
-- invariant: one row an order; open is allocated and backordered; held units belong to no order.
SELECT
    o.id AS _place, o.id AS "order", o.key, o.channel, c.ref AS customer, o.ship, o.currency,
    o.destination, o.wait_until, o.placed_at,
    (
        SELECT CASE WHEN bool_or(l.ordered > l.shipped + l.cancelled) THEN 'open' ELSE 'closed' END
        FROM order_line AS l
        WHERE l.order_id = o.id
    ) AS status,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'ordered', l.ordered, 'shipped', l.shipped, 'cancelled', l.cancelled,
            'returned', l.returned, 'unit_price', l.unit_price, 'requested_on', l.requested_on,
            'latest_on', l.latest_on, 'parts', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'quantity', g.quantity, 'on', g.promised_on,
                    'basis', coalesce(s.kind, 'unknown'), 'supply', s.name
                ) ORDER BY g.n), '[]')
                FROM peg AS g LEFT JOIN supply AS s ON s.id = g.supply_id
                WHERE g.line_id = l.id
            )
        ) ORDER BY l.line_no), '[]')
        FROM order_line AS l JOIN product AS p ON p.id = l.product_id
        WHERE l.order_id = o.id
    ) AS lines
FROM sales_order AS o
LEFT JOIN customer AS c ON c.id = o.customer_id
