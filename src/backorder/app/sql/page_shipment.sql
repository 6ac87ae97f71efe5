-- page_shipment: one parcel with what is in it.
-- reads: shipment, sales_order, customer, journal, shipment_line, shipment_label, order_line, product,
--   location.
-- writes: nothing.
-- parameters: shipment (id).
-- invariant: one row, or none where there is no such shipment.
SELECT
    s.id, s.key, s.at, s.order_id, o.key AS order_key, o.destination, o.placed_at, j.actor,
    coalesce(c.ref, '') AS customer, coalesce(c.name, '') AS customer_name,
    coalesce(c.email, '') AS email, coalesce(b.carrier, '') AS carrier,
    coalesce(b.tracking, '') AS tracking, coalesce(b.tracking_url, '') AS tracking_url, (
        SELECT jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'name', p.name, 'unit', p.unit, 'quantity', line.quantity,
            'places', l.code
        ) ORDER BY line.line_no)
        FROM shipment_line AS line
        JOIN order_line AS asked ON asked.id = line.order_line_id
        JOIN product AS p ON p.id = asked.product_id
        JOIN location AS l ON l.id = line.location_id
        WHERE line.shipment_id = s.id
    ) AS lines, (
        SELECT coalesce(sum(asked.ordered - asked.shipped - asked.cancelled), 0)::bigint
        FROM order_line AS asked WHERE asked.order_id = s.order_id
    ) AS remaining
FROM shipment AS s
JOIN sales_order AS o ON o.id = s.order_id
LEFT JOIN customer AS c ON c.id = o.customer_id
LEFT JOIN LATERAL (
    SELECT t.carrier, t.tracking, t.tracking_url FROM shipment_label AS t
    WHERE t.shipment_id = s.id ORDER BY t.version DESC LIMIT 1
) AS b ON true
LEFT JOIN journal AS j ON j.id = s.journal_id
WHERE s.id = %(shipment)s::bigint
