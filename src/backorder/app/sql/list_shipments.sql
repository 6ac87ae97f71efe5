-- list_shipments: parcels that left for customers.
-- reads: shipment, shipment_line, shipment_label, order_line, product, location. writes: nothing.
-- parameters: none.
-- invariant: one row a parcel.
SELECT
    s.id AS _place, s.id AS shipment, s.key, s.order_id AS "order", s.at,
    coalesce(b.carrier, '') AS carrier, coalesce(b.tracking, '') AS tracking,
    coalesce(b.tracking_url, '') AS tracking_url,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'location', l.code, 'quantity', line.quantity
        ) ORDER BY line.line_no), '[]')
        FROM shipment_line AS line
        JOIN order_line AS of_order ON of_order.id = line.order_line_id
        JOIN product AS p ON p.id = of_order.product_id
        JOIN location AS l ON l.id = line.location_id
        WHERE line.shipment_id = s.id
    ) AS lines
FROM shipment AS s
LEFT JOIN LATERAL (
    SELECT t.carrier, t.tracking, t.tracking_url FROM shipment_label AS t
    WHERE t.shipment_id = s.id ORDER BY t.version DESC LIMIT 1
) AS b ON true
