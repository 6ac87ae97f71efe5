-- review_plans: the products with plans that nobody has ordered yet, and the first day of those.
-- reads: supply, product. writes: nothing.
-- parameters: none.
-- invariant: one row per product.
SELECT s.product_id, p.sku, min(s.available_on)
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
WHERE s.kind = 'planned' AND s.quantity > 0
GROUP BY s.product_id, p.sku
ORDER BY s.product_id
