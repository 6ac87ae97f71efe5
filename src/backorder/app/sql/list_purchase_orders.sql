-- list_purchase_orders: what was ordered from suppliers, and what of it is still to come.
-- reads: purchase_order, purchase_line, supply, supplier, location, product. writes: nothing.
-- parameters: none.
-- invariant: one row a purchase order; open is what its supply still holds.
SELECT
    o.id AS _place,
    o.id AS purchase_order, o.key, v.code AS supplier, l.code AS location, o.at AS ordered_at,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'ordered', line.ordered, 'received', line.received,
            'damaged', line.damaged, 'cancelled', line.cancelled, 'over', line.over,
            'open', coalesce(s.quantity, 0), 'unit_cost', line.unit_cost,
            'ordered_for', line.ordered_for,
            'expected_on', coalesce(s.available_on, line.ordered_for)
        ) ORDER BY line.line_no), '[]')
        FROM purchase_line AS line
        JOIN product AS p ON p.id = line.product_id
        LEFT JOIN supply AS s ON s.purchase_line_id = line.id
        WHERE line.purchase_order_id = o.id
    ) AS lines
FROM purchase_order AS o
JOIN supplier AS v ON v.id = o.supplier_id
JOIN location AS l ON l.id = o.location_id
