-- outages_load: outages as they stand, locked until the change is done.
-- reads: supply_outage, supplier, product, location. writes: nothing (row locks).
-- parameters: supplier, sku, location, from (arrays side by side).
-- invariant: ascending id, as every lock of rows; no product or place is one of its own kind.
SELECT v.code, p.sku, l.code, o.from_on, o.until, o.reason
FROM unnest(%(supplier)s::text[], %(sku)s::text[], %(location)s::text[], %(from)s::date[])
    AS given (supplier, sku, location, from_on)
JOIN supplier AS v ON v.code = given.supplier
JOIN supply_outage AS o ON o.supplier_id = v.id AND o.from_on = given.from_on
LEFT JOIN product AS p ON p.id = o.product_id
LEFT JOIN location AS l ON l.id = o.location_id
WHERE p.sku IS NOT DISTINCT FROM given.sku AND l.code IS NOT DISTINCT FROM given.location
ORDER BY o.id
FOR NO KEY UPDATE OF o
