-- exceptions_purchases: the open lines of the purchases that are looked after by some products: those
-- that stand on their first lines.
-- reads: purchase_line, purchase_order, supply, product, supplier, purchase_sending,
--   supplier_message_line. writes: nothing.
-- parameters: products (int8 array).
-- invariant: one row an open line; a purchase's first line never changes its product.
SELECT
    o.id, first.product_id, l.product_id, s.id, s.quantity, s.pegged, s.available_on, l.unit_cost,
    p.unit_price, p.currency, v.code, v.acknowledge_days,
    (SELECT min(t.at) FROM purchase_sending AS t WHERE t.purchase_order_id = o.id),
    EXISTS (
        SELECT FROM supplier_message_line AS said
        WHERE said.purchase_line_id = l.id AND said.expected_on IS NOT NULL
    )
FROM purchase_line AS first
JOIN purchase_order AS o ON o.id = first.purchase_order_id
JOIN supplier AS v ON v.id = o.supplier_id
JOIN purchase_line AS l ON l.purchase_order_id = o.id
JOIN supply AS s ON s.purchase_line_id = l.id AND NOT s.quantity = 0
JOIN product AS p ON p.id = l.product_id
WHERE first.product_id = ANY(%(products)s::bigint[]) AND first.line_no = 1
ORDER BY o.id, l.line_no
