-- list_purchase_orders: what was ordered from suppliers, what of it is still to come, and what they
-- said of it.
-- reads: purchase_order, purchase_line, supply, supplier, location, product, purchase_stage,
--   purchase_sending, supplier_message, supplier_message_line. writes: nothing.
-- parameters: none.
-- invariant: one row a purchase order; open is what its supply still holds, all of it for a draft;
--   every day that the supplier gave is among what it said.
SELECT
    o.id AS _place,
    o.id AS purchase_order, o.key, v.code AS supplier, l.code AS location,
    coalesce(o.approved_at, o.at) AS ordered_at,
    (SELECT g.stage FROM purchase_stage AS g WHERE g.id = o.id) AS stage, o.approved_at,
    (SELECT min(t.at) FROM purchase_sending AS t WHERE t.purchase_order_id = o.id) AS sent_at,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'line', line.line_no,
            'sku', p.sku, 'ordered', line.ordered, 'received', line.received,
            'damaged', line.damaged, 'cancelled', line.cancelled, 'over', line.over,
            'open', coalesce(s.quantity, CASE WHEN o.approved_at IS NULL
                THEN line.ordered - line.cancelled ELSE 0 END), 'unit_cost', line.unit_cost,
            'ordered_for', line.ordered_for,
            'expected_on', coalesce(s.available_on, line.ordered_for),
            'confirmed', EXISTS (
                SELECT FROM supplier_message_line AS c
                WHERE c.purchase_line_id = line.id AND c.expected_on IS NOT NULL
            )
        ) ORDER BY line.line_no), '[]')
        FROM purchase_line AS line
        JOIN product AS p ON p.id = line.product_id
        LEFT JOIN supply AS s ON s.purchase_line_id = line.id
        WHERE line.purchase_order_id = o.id
    ) AS lines,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'at', m.at, 'kind', m.kind, 'how', m.how, 'said_by', m.said_by, 'note', m.note,
            'carrier', m.carrier, 'tracking', m.tracking, 'line', line.line_no, 'sku', p.sku,
            'quantity', c.quantity, 'expected_on', c.expected_on
        ) ORDER BY m.id, c.line_no), '[]')
        FROM supplier_message AS m
        JOIN supplier_message_line AS c ON c.supplier_message_id = m.id
        JOIN purchase_line AS line ON line.id = c.purchase_line_id
        JOIN product AS p ON p.id = line.product_id
        WHERE m.purchase_order_id = o.id
    ) AS said
FROM purchase_order AS o
JOIN supplier AS v ON v.id = o.supplier_id
JOIN location AS l ON l.id = o.location_id
