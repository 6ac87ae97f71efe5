-- list_transfers: units sent from one of our places to another.
-- reads: transfer, transfer_line, supply, location, product. writes: nothing.
-- parameters: none.
-- invariant: one row a transfer; open is what its supply still holds.
SELECT
    t.id AS _place,
    t.id AS transfer, t.key, origin.code AS "from", destination.code AS "to", t.at,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'sent', line.sent, 'received', line.received, 'damaged', line.damaged,
            'lost', line.lost, 'open', coalesce(s.quantity, 0), 'expected_on', s.available_on
        ) ORDER BY line.line_no), '[]')
        FROM transfer_line AS line
        JOIN product AS p ON p.id = line.product_id
        LEFT JOIN supply AS s ON s.transfer_line_id = line.id
        WHERE line.transfer_id = t.id
    ) AS lines
FROM transfer AS t
JOIN location AS origin ON origin.id = t.origin_id
JOIN location AS destination ON destination.id = t.destination_id
