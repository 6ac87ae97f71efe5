-- purchase_terms: what was agreed for the lines of some purchases.
-- reads: purchase_line, product. writes: nothing.
-- parameters: purchase_orders (int8 array).
-- invariant: one row a line, in the order of purchase_lines.
SELECT l.id, l.unit_cost, p.currency
FROM purchase_line AS l
JOIN product AS p ON p.id = l.product_id
WHERE l.purchase_order_id = ANY(%(purchase_orders)s::bigint[])
ORDER BY l.purchase_order_id, l.line_no
