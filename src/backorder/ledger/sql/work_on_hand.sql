-- work_on_hand: units on hand at one place, and those of them that are free.
-- reads: supply, product, location. writes: nothing.
-- parameters: location (code).
-- invariant: the stock supply of a product at a place is what is on hand there.
SELECT p.sku, s.quantity, s.quantity - s.pegged
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN location AS l ON l.id = s.location_id
WHERE s.kind = 'stock' AND l.code = %(location)s::text
ORDER BY p.id
