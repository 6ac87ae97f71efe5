-- order_lines: the lines of some orders.
-- reads: order_line, product, payment_term. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: a line's order, product and number never change; the rest only under its product's lock.
SELECT
    l.order_id, l.id, l.line_no, l.product_id, p.sku, l.ordered, l.shipped, l.cancelled,
    l.returned, l.unit_price, l.requested_on, l.latest_on, l.legal_on,
    t.line_id IS NOT NULL
FROM order_line AS l
JOIN product AS p ON p.id = l.product_id
LEFT JOIN payment_term AS t ON t.line_id = l.id
WHERE l.order_id = ANY(%(orders)s::bigint[])
ORDER BY l.order_id, l.line_no
