-- purchase_lines: the lines of some purchase orders.
-- reads: purchase_line, purchase_order, product, supplier_message, supplier_message_line.
-- writes: nothing.
-- parameters: purchase_orders (int8 array).
-- invariant: a line's product never changes; the rest only under its product's lock.
SELECT
    l.purchase_order_id, l.id, l.line_no, l.product_id, p.sku, o.location_id, l.ordered,
    l.received, l.damaged, l.cancelled, l.over, o.approved_at IS NULL, l.ordered_for,
    coalesce((
        SELECT sum(said.quantity)
        FROM supplier_message_line AS said
        JOIN supplier_message AS m ON m.id = said.supplier_message_id
        WHERE said.purchase_line_id = l.id AND m.kind = 'announcement'
    ), 0)::bigint
FROM purchase_line AS l
JOIN purchase_order AS o ON o.id = l.purchase_order_id
JOIN product AS p ON p.id = l.product_id
WHERE l.purchase_order_id = ANY(%(purchase_orders)s::bigint[])
ORDER BY l.purchase_order_id, l.line_no
