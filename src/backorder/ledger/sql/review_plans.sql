-- review_plans: the plans that nobody has ordered yet, and the first day of each product's, supplier's
--   and place's.
-- reads: supply, product. writes: nothing.
-- parameters: none.
-- invariant: one row per product, supplier and place.
SELECT s.product_id, p.sku, coalesce(s.supplier_id, 0), s.location_id, min(s.available_on)
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
WHERE s.kind = 'planned' AND s.quantity > 0
GROUP BY s.product_id, p.sku, s.supplier_id, s.location_id
ORDER BY s.product_id, s.supplier_id, s.location_id
