-- list_supplies: where units come from, as long as there are any.
-- reads: supply, product, location, supplier. writes: nothing.
-- parameters: none.
-- invariant: one row a supply; free and pegged are its quantity.
SELECT
    s.id AS _place,
    s.name AS supply, s.kind, p.sku, l.code AS location, v.code AS supplier, s.quantity, s.pegged,
    s.quantity - s.pegged AS free, s.available_on, s.spread_days
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN location AS l ON l.id = s.location_id
LEFT JOIN supplier AS v ON v.id = s.supplier_id
WHERE s.quantity > 0
