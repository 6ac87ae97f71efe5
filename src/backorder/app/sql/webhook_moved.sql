-- webhook_moved: by how many units journal entries changed what is on hand at our own places.
-- reads: stock_movement, location, product. writes: nothing.
-- parameters: ids (int8 array).
-- invariant: suppliers, customers and the like are no places of ours.
SELECT m.journal_id, p.sku, l.code, sum(
    CASE WHEN l.id = m.destination_id THEN m.quantity ELSE -m.quantity END
)::bigint, m.kind
FROM stock_movement AS m
JOIN product AS p ON p.id = m.product_id
JOIN location AS l ON l.id IN (m.origin_id, m.destination_id)
WHERE
    m.journal_id = ANY(%(ids)s::bigint[])
    AND l.kind NOT IN ('supplier', 'customer', 'transit', 'adjustment', 'scrap')
GROUP BY m.journal_id, p.sku, l.code, m.kind
ORDER BY m.journal_id, p.sku, l.code, m.kind
