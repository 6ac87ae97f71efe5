-- list_stock: what is on hand in places that sell, and what of it is free.
-- reads: supply, product, location. writes: nothing.
-- parameters: none.
-- invariant: one row for each product and place; allocated counts held units too.
SELECT
    s.id AS _place,
    p.sku, l.code AS location, s.quantity AS on_hand, s.pegged AS allocated,
    s.quantity - s.pegged AS available
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN location AS l ON l.id = s.location_id
WHERE s.kind = 'stock'
