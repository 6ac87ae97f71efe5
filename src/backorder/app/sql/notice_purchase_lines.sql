-- notice_purchase_lines: what is still to come of each line of purchases, and by when.
-- reads: purchase_line, product, supply. writes: nothing.
-- parameters: purchases (int8 array).
-- invariant: one row a line; nothing is to come of a draft's.
SELECT
    w.purchase_order_id, w.line_no, p.sku, coalesce(sum(y.quantity), 0)::bigint,
    max(y.available_on)::text, w.cancelled > 0
FROM purchase_line AS w
JOIN product AS p ON p.id = w.product_id
LEFT JOIN supply AS y ON y.purchase_line_id = w.id AND y.kind = 'purchase' AND y.quantity > 0
WHERE w.purchase_order_id = ANY(%(purchases)s::bigint[])
GROUP BY w.id, p.sku
ORDER BY w.purchase_order_id, w.line_no -- unique: a number is of one line
