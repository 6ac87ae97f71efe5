-- list_suggestions: purchases that customers were promised and nobody has ordered yet.
-- reads: supply, product, location, supplier. writes: nothing.
-- parameters: none.
-- invariant: one row a planned supply.
SELECT
    s.id AS _place,
    s.name AS suggestion, p.sku, v.code AS supplier, l.code AS location, s.quantity, s.available_on
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN location AS l ON l.id = s.location_id
LEFT JOIN supplier AS v ON v.id = s.supplier_id
WHERE s.kind = 'planned' AND s.quantity > 0
