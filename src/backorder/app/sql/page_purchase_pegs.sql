-- page_purchase_pegs: who waits for one purchase order, in the order in which they are served.
-- reads: purchase_line, supply, peg, sales_order, order_line, customer, product. writes: nothing.
-- parameters: purchase_order (id), limit.
-- invariant: one row a peg of an order; what carts and quotes hold is not among them.
SELECT
    p.sku, o.id AS order_id, coalesce(c.ref, '') AS customer, coalesce(c.name, '') AS customer_name,
    g.quantity, g.promised_on, s.available_on, g.quantity * l.unit_price AS value, o.currency
FROM purchase_line AS line
JOIN supply AS s ON s.purchase_line_id = line.id
JOIN peg AS g ON g.supply_id = s.id
JOIN sales_order AS o ON o.id = g.order_id
JOIN order_line AS l ON l.id = g.line_id
JOIN product AS p ON p.id = g.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE line.purchase_order_id = %(purchase_order)s::bigint AND g.expires_at IS NULL
ORDER BY line.line_no, g.rank, g.line_id, g.n
LIMIT %(limit)s::bigint
