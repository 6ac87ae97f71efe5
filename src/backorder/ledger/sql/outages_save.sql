-- outages_save: write new and changed outages.
-- reads: supplier, product, location. writes: supply_outage.
-- parameters: columns as arrays: supplier, sku, location, from, until, reason.
-- invariant: one outage for a supplier, item, place and first day (none counts as one of its own).
INSERT INTO supply_outage (supplier_id, product_id, location_id, from_on, until, reason)
SELECT v.id, p.id, l.id, given.from_on, given.until, given.reason
FROM unnest(
    %(supplier)s::text[], %(sku)s::text[], %(location)s::text[], %(from)s::date[], %(until)s::date[],
    %(reason)s::text[]
) AS given (supplier, sku, location, from_on, until, reason)
JOIN supplier AS v ON v.code = given.supplier
LEFT JOIN product AS p ON p.sku = given.sku
LEFT JOIN location AS l ON l.code = given.location
ORDER BY v.id, p.id, l.id, given.from_on -- unique: a key stands once in a request
ON CONFLICT (supplier_id, product_id, location_id, from_on) DO UPDATE SET
    until = excluded.until, reason = excluded.reason
