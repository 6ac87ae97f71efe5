-- export_stock: what is on hand in places that sell.
-- reads: supply, product, location. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT product.sku, location.code AS location, supply.quantity
FROM supply
JOIN product ON product.id = supply.product_id
JOIN location ON location.id = supply.location_id
WHERE supply.kind = 'stock'
ORDER BY product.sku, location.code
