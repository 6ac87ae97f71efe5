-- outages_end: take outages away, and count them.
-- reads: supplier, product, location. writes: supply_outage.
-- parameters: supplier, sku, location, from (arrays side by side).
-- invariant: catalog_lock is held.
WITH ended AS (
    DELETE FROM supply_outage AS o
    USING
        unnest(%(supplier)s::text[], %(sku)s::text[], %(location)s::text[], %(from)s::date[])
        AS given (supplier, sku, location, from_on)
    WHERE o.from_on = given.from_on
        AND o.supplier_id = (SELECT id FROM supplier WHERE code = given.supplier)
        AND o.product_id IS NOT DISTINCT FROM (SELECT id FROM product WHERE sku = given.sku)
        AND o.location_id IS NOT DISTINCT FROM (SELECT id FROM location WHERE code = given.location)
    RETURNING o.id
)
SELECT count(*) FROM ended
