-- metrics_stock: units and their cost on hand, on order and planned now, per currency.
-- reads: supply, product, purchase_line. writes: nothing.
-- parameters: none.
-- invariant: stock supplies equal on hand; goods on order are valued at what they were bought for.
SELECT
    s.kind, p.currency, sum(s.quantity)::bigint, sum(s.pegged)::bigint,
    sum(s.quantity::numeric * coalesce(l.unit_cost, p.unit_cost))
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
LEFT JOIN purchase_line AS l ON l.id = s.purchase_line_id
WHERE s.quantity > 0
GROUP BY s.kind, p.currency
ORDER BY s.kind, p.currency
