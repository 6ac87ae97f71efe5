-- list_backorders: accepted units that wait, each part with its own date.
-- reads: peg, order_line, sales_order, customer, product, supply. writes: nothing.
-- parameters: none.
-- invariant: one row a peg to anything but stock; those of holds have no order line.
SELECT
    g.line_id AS _place, g.n AS _place2, o.currency AS _currency, g.supply_id AS _supply,
    s.kind AS _kind,
    o.id AS "order", o.key, o.placed_at, o.channel, c.ref AS customer, p.sku, g.quantity,
    l.unit_price, o.currency, g.promised_on AS "on", s.available_on AS expected_on,
    coalesce(s.kind, 'unknown') AS basis, s.name AS supply
FROM peg AS g
JOIN order_line AS l ON l.id = g.line_id
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS p ON p.id = g.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
LEFT JOIN supply AS s ON s.id = g.supply_id
WHERE s.kind IS DISTINCT FROM 'stock'
