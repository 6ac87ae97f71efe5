-- outages_hit: open purchases that would come while somebody is out.
-- reads: supply, supplier, product, location, purchase_line. writes: nothing.
-- parameters: supplier, sku, location, from, until (arrays side by side).
-- invariant: one row per supply, with the longest outage it meets; no end comes first.
SELECT
    s.id, p.id, line.purchase_order_id, p.sku, s.quantity::bigint, (s.quantity * line.unit_cost)::bigint,
    p.currency, s.available_on,
    CASE WHEN bool_or(given.until IS NULL) THEN NULL ELSE max(given.until) END
FROM unnest(
    %(supplier)s::text[], %(sku)s::text[], %(location)s::text[], %(from)s::date[], %(until)s::date[]
) AS given (supplier, sku, location, from_on, until)
JOIN supplier AS v ON v.code = given.supplier
JOIN supply AS s
    ON s.supplier_id = v.id AND s.kind = 'purchase' AND NOT s.quantity = 0
    AND s.available_on >= given.from_on AND (given.until IS NULL OR s.available_on <= given.until)
JOIN purchase_line AS line ON line.id = s.purchase_line_id
JOIN product AS p ON p.id = s.product_id AND (given.sku IS NULL OR p.sku = given.sku)
JOIN location AS l ON l.id = s.location_id AND (given.location IS NULL OR l.code = given.location)
GROUP BY s.id, p.id, line.id
ORDER BY line.purchase_order_id, p.id, s.id
