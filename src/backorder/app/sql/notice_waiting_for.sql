-- notice_waiting_for: the orders that wait for purchases, with the day that was told last.
-- reads: purchase_line, supply, peg, product. writes: nothing.
-- parameters: purchases (int8 array).
-- invariant: one row a purchase, order and product; the latest of several days.
SELECT
    w.purchase_order_id, g.order_id, p.sku, sum(g.quantity)::bigint, max(g.promised_on)::text
FROM purchase_line AS w
JOIN supply AS s ON s.purchase_line_id = w.id
JOIN peg AS g ON g.supply_id = s.id AND g.expires_at IS NULL
JOIN product AS p ON p.id = g.product_id
WHERE w.purchase_order_id = ANY(%(purchases)s::bigint[])
GROUP BY w.purchase_order_id, g.order_id, p.sku
ORDER BY w.purchase_order_id, g.order_id, p.sku -- unique: grouped by these
