-- page_order_parcels: what left for a customer and what came back, by line of its order.
-- reads: shipment, shipment_line, shipment_label, sales_return, return_line, order_line, location.
-- writes: nothing.
-- parameters: order (id).
-- invariant: one row a line of a paper; what a parcel's last label says, and who wrote its labels.
SELECT
    'shipment' AS kind, h.id, h.at, h.journal_id, l.line_no, s.quantity, c.code, 0::bigint,
    coalesce(b.carrier, ''), coalesce(b.tracking, ''), coalesce(b.tracking_url, ''),
    ARRAY(SELECT t.journal_id FROM shipment_label AS t WHERE t.shipment_id = h.id)
FROM shipment AS h
JOIN shipment_line AS s ON s.shipment_id = h.id
JOIN order_line AS l ON l.id = s.order_line_id
JOIN location AS c ON c.id = s.location_id
LEFT JOIN LATERAL (
    SELECT t.carrier, t.tracking, t.tracking_url FROM shipment_label AS t
    WHERE t.shipment_id = h.id ORDER BY t.version DESC LIMIT 1
) AS b ON true
WHERE h.order_id = %(order)s::bigint
UNION ALL
SELECT
    'return', r.id, r.at, r.journal_id, l.line_no, b.good, c.code, b.damaged,
    '', '', '', ARRAY[]::bigint[]
FROM sales_return AS r
JOIN return_line AS b ON b.sales_return_id = r.id
JOIN order_line AS l ON l.id = b.order_line_id
JOIN location AS c ON c.id = r.location_id
WHERE r.order_id = %(order)s::bigint
ORDER BY 3, 2, 5, 7 -- unique: a line leaves once a paper and place
