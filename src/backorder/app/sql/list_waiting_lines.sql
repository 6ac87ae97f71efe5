-- list_waiting_lines: accepted units that wait, each part of a line with its own date.
-- reads: peg, order_line, sales_order, customer, product, supply, supplier. writes: nothing.
-- parameters: none.
-- invariant: a value is as large as a bigint at most; one row a peg to anything but stock; those of
--   holds are no order's. late: its supply comes after the day that was told. What a peg has one of is joined by LEFT JOIN, so that it
--   is read for the rows of a page alone.
SELECT
    g.line_id AS _place, g.n AS _place2, g.supply_id AS _supply, s.kind AS _kind,
    o.currency AS _currency,
    o.id AS "order", l.line_no AS line, o.key, o.placed_at, c.ref AS customer,
    c.name AS customer_name, o.channel, p.sku, p.name AS product, g.quantity, l.unit_price,
    least(g.quantity::numeric * l.unit_price, 9223372036854775807)::bigint AS value, o.currency, g.promised_on AS "on",
    s.available_on AS expected_on, greatest(s.available_on - g.promised_on, 0) AS late_days,
    coalesce(s.available_on > g.promised_on, false) AS late, coalesce(s.kind, 'unknown') AS basis,
    s.name AS supply, v.code AS supplier
FROM peg AS g
LEFT JOIN order_line AS l ON l.id = g.line_id
LEFT JOIN sales_order AS o ON o.id = l.order_id
LEFT JOIN product AS p ON p.id = g.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
LEFT JOIN supply AS s ON s.id = g.supply_id
LEFT JOIN supplier AS v ON v.id = s.supplier_id
WHERE s.kind IS DISTINCT FROM 'stock' AND g.expires_at IS NULL
