-- page_purchase_said: every day and quantity the supplier ever gave for one purchase order.
-- reads: supplier_message, supplier_message_line, purchase_line, product. writes: nothing.
-- parameters: purchase_order (id).
-- invariant: one row a line of a message, the last message first.
SELECT
    m.at, m.kind, m.how, m.said_by, m.note, m.carrier, m.tracking, line.line_no, p.sku,
    said.quantity, said.expected_on, line.ordered_for
FROM supplier_message AS m
JOIN supplier_message_line AS said ON said.supplier_message_id = m.id
JOIN purchase_line AS line ON line.id = said.purchase_line_id
JOIN product AS p ON p.id = line.product_id
WHERE m.purchase_order_id = %(purchase_order)s::bigint
ORDER BY m.id DESC, said.line_no
LIMIT 200
