-- page_product_supplies: the open supplies of a product that are not on a shelf, the first first.
-- reads: supply, location, supplier. writes: nothing.
-- parameters: product (id); limit (rows).
-- invariant: one row a supply.
SELECT s.name, s.kind, l.code, v.code, v.name, s.quantity, s.pegged, s.available_on, s.spread_days
FROM supply AS s
JOIN location AS l ON l.id = s.location_id
LEFT JOIN supplier AS v ON v.id = s.supplier_id
WHERE s.product_id = %(product)s::bigint AND NOT s.quantity = 0 AND s.kind <> 'stock'
ORDER BY s.available_on, s.id
LIMIT %(limit)s::bigint
