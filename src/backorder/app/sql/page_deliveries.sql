-- page_deliveries: what is on its way to us, the earliest day first.
-- reads: supply, purchase_line, purchase_order, supplier, transfer_line, transfer, location,
--   product. writes: nothing.
-- parameters: sku (null for all), until (day, null for all), limit.
-- invariant: one row a purchase order or transfer of which something is still to come.
SELECT
    s.kind, coalesce(line.purchase_order_id, sent.transfer_id) AS id,
    coalesce(v.code, origin.code) AS sender, coalesce(v.name, origin.name) AS sender_name,
    l.code AS location, min(s.available_on) AS expected_on, count(*) AS lines,
    sum(s.quantity)::bigint AS open, sum(s.pegged)::bigint AS waiting
FROM supply AS s
JOIN location AS l ON l.id = s.location_id
LEFT JOIN purchase_line AS line ON line.id = s.purchase_line_id
LEFT JOIN purchase_order AS o ON o.id = line.purchase_order_id
LEFT JOIN supplier AS v ON v.id = o.supplier_id
LEFT JOIN transfer_line AS sent ON sent.id = s.transfer_line_id
LEFT JOIN transfer AS t ON t.id = sent.transfer_id
LEFT JOIN location AS origin ON origin.id = t.origin_id
WHERE s.quantity <> 0 AND s.kind IN ('purchase', 'transfer')
    AND (%(until)s::date IS NULL OR s.available_on <= %(until)s::date)
    AND (
        %(sku)s::text IS NULL
        OR s.product_id = (SELECT p.id FROM product AS p WHERE p.sku = %(sku)s::text)
    )
GROUP BY s.kind, coalesce(line.purchase_order_id, sent.transfer_id), v.id, origin.id, l.code
ORDER BY min(s.available_on), s.kind, coalesce(line.purchase_order_id, sent.transfer_id),
    v.id, origin.id, l.code -- unique: one row a document and place
LIMIT %(limit)s::bigint
