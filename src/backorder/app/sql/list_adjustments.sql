-- list_adjustments: corrections of what is on hand.
-- reads: adjustment, location, product. writes: nothing.
-- parameters: none.
-- invariant: one row an adjustment.
SELECT a.id AS _place, a.key, l.code AS location, p.sku, a.quantity, a.cause, a.at
FROM adjustment AS a
JOIN location AS l ON l.id = a.location_id
JOIN product AS p ON p.id = a.product_id
