-- page_deliveries: what is on its way to us, the earliest day first.
-- reads: supply, purchase_line, purchase_order, supplier, transfer_line, transfer, location,
--   product. writes: nothing.
-- parameters: sku (null for all), until (day, null for all), limit.
-- invariant: one row a purchase order or transfer of which something is still to come, and place.
WITH come AS (
    SELECT
        s.kind, coalesce(line.purchase_order_id, sent.transfer_id) AS id, s.location_id,
        min(s.available_on) AS expected_on, count(*) AS lines, sum(s.quantity)::bigint AS open,
        sum(s.pegged)::bigint AS waiting
    FROM supply AS s
    LEFT JOIN purchase_line AS line ON line.id = s.purchase_line_id
    LEFT JOIN transfer_line AS sent ON sent.id = s.transfer_line_id
    WHERE s.quantity <> 0 AND s.kind IN ('purchase', 'transfer')
        AND (%(until)s::date IS NULL OR s.available_on <= %(until)s::date)
        AND (
            %(sku)s::text IS NULL
            OR s.product_id = (SELECT p.id FROM product AS p WHERE p.sku = %(sku)s::text)
        )
    GROUP BY s.kind, coalesce(line.purchase_order_id, sent.transfer_id), s.location_id
    ORDER BY
        min(s.available_on), s.kind, coalesce(line.purchase_order_id, sent.transfer_id),
        s.location_id
    LIMIT %(limit)s::bigint
)
SELECT
    c.kind, c.id, coalesce(v.code, origin.code) AS sender,
    coalesce(v.name, origin.name) AS sender_name, l.code AS location, c.expected_on, c.lines,
    c.open, c.waiting
FROM come AS c
JOIN location AS l ON l.id = c.location_id
LEFT JOIN purchase_order AS o ON c.kind = 'purchase' AND o.id = c.id
LEFT JOIN supplier AS v ON v.id = o.supplier_id
LEFT JOIN transfer AS t ON c.kind = 'transfer' AND t.id = c.id
LEFT JOIN location AS origin ON origin.id = t.origin_id
ORDER BY c.expected_on, c.kind, c.id, c.location_id
