-- work_suggestions: planned supplies, which nobody has ordered yet.
-- reads: supply, product, supplier, location. writes: nothing.
-- parameters: none.
-- invariant: a planned supply is a purchase suggestion as long as it stands.
SELECT s.name, p.sku, v.code, l.code, s.quantity, s.available_on
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN supplier AS v ON v.id = s.supplier_id
JOIN location AS l ON l.id = s.location_id
WHERE s.kind = 'planned' AND s.quantity > 0
ORDER BY s.id
