-- outages_hit: open purchases that would come while somebody is out, as far as they did not leave yet.
-- reads: supply, supplier, product, location, purchase_line, supplier_message, supplier_message_line.
-- writes: nothing.
-- parameters: supplier, sku, location, from, until (arrays side by side).
-- invariant: one row per supply; what was announced is on its way and comes, outage or not.
SELECT
    s.id, p.id, s.supplier_id, s.location_id, line.purchase_order_id, line.id, p.sku,
    (s.quantity - way.units)::bigint, way.units,
    ((s.quantity - way.units) * line.unit_cost)::bigint, p.currency, s.available_on
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
CROSS JOIN LATERAL (
    SELECT greatest(coalesce(sum(said.quantity), 0) - line.received - line.damaged, 0)::bigint
    FROM supplier_message_line AS said
    JOIN supplier_message AS m ON m.id = said.supplier_message_id
    WHERE said.purchase_line_id = line.id AND m.kind = 'announcement'
) AS way (units)
WHERE s.quantity > way.units
GROUP BY s.id, p.id, line.id, way.units
ORDER BY line.purchase_order_id, p.id, s.id
