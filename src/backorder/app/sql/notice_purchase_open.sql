-- notice_purchase_open: what is still to come of a purchase, and whose it is.
-- reads: purchase_order, purchase_line, supply, product. writes: nothing.
-- parameters: purchase (id).
-- invariant: one row a product and day.
SELECT o.supplier_id, p.sku, p.name, sum(y.quantity)::bigint, y.available_on
FROM purchase_order AS o
JOIN purchase_line AS w ON w.purchase_order_id = o.id
JOIN supply AS y ON y.purchase_line_id = w.id AND y.kind = 'purchase' AND y.quantity > 0
JOIN product AS p ON p.id = y.product_id
WHERE o.id = %(purchase)s::bigint
GROUP BY o.supplier_id, p.id, y.available_on
ORDER BY y.available_on, p.sku -- unique: grouped by both
