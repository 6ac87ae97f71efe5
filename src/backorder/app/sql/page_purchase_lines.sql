-- page_purchase_lines: the lines of one purchase order as they stand.
-- reads: purchase_line, purchase_order, product, supply, supplier_message, supplier_message_line.
-- writes: nothing.
-- parameters: purchase_order (id).
-- invariant: one row a line; open is what its supply still holds, or what a draft asks for; waiting
--   what customers have of it.
SELECT
    line.line_no, p.sku, p.name, line.ordered, line.received, line.damaged, line.cancelled,
    line.over,
    coalesce(s.quantity, CASE WHEN o.approved_at IS NULL
        THEN line.ordered - line.cancelled ELSE 0 END) AS open,
    coalesce(s.pegged, 0) AS waiting, line.unit_cost,
    p.currency, line.ordered_for,
    coalesce(s.available_on, CASE WHEN o.approved_at IS NULL THEN line.ordered_for END)
        AS available_on,
    coalesce(s.spread_days, 0) AS spread_days,
    EXISTS (
        SELECT FROM supplier_message_line AS said
        WHERE said.purchase_line_id = line.id AND said.expected_on IS NOT NULL
    ) AS confirmed,
    least(coalesce(s.quantity, 0), greatest(0, coalesce((
        SELECT sum(said.quantity)
        FROM supplier_message_line AS said
        JOIN supplier_message AS m ON m.id = said.supplier_message_id
        WHERE said.purchase_line_id = line.id AND m.kind = 'announcement'
    ), 0) - line.received - line.damaged))::bigint AS on_the_way,
    (SELECT w.line_no FROM purchase_line AS w WHERE w.id = line.split_from_id) AS split_from
FROM purchase_line AS line
JOIN purchase_order AS o ON o.id = line.purchase_order_id
JOIN product AS p ON p.id = line.product_id
LEFT JOIN supply AS s ON s.purchase_line_id = line.id
WHERE line.purchase_order_id = %(purchase_order)s::bigint
ORDER BY line.line_no
