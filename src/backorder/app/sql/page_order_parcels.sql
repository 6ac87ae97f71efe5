-- page_order_parcels: what left for a customer and what came back, by line of its order.
-- reads: shipment, shipment_line, sales_return, return_line, order_line, location. writes: nothing.
-- parameters: order (id).
-- invariant: one row a line of a paper.
SELECT 'shipment' AS kind, h.id, h.at, h.journal_id, l.line_no, s.quantity, c.code, 0::bigint
FROM shipment AS h
JOIN shipment_line AS s ON s.shipment_id = h.id
JOIN order_line AS l ON l.id = s.order_line_id
JOIN location AS c ON c.id = s.location_id
WHERE h.order_id = %(order)s::bigint
UNION ALL
SELECT 'return', r.id, r.at, r.journal_id, l.line_no, b.good, c.code, b.damaged
FROM sales_return AS r
JOIN return_line AS b ON b.sales_return_id = r.id
JOIN order_line AS l ON l.id = b.order_line_id
JOIN location AS c ON c.id = r.location_id
WHERE r.order_id = %(order)s::bigint
ORDER BY 3, 2, 5, 7 -- unique: a line leaves once a paper and place
