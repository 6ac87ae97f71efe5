-- purchase_paper_lines: the lines of one purchase order as its supplier is to see them.
-- reads: purchase_line, product, supply, supplier_message, supplier_message_line. writes: nothing.
-- parameters: purchase_order (id).
-- invariant: one row a line that was not given up altogether; open is what is still to come.
SELECT
    l.line_no, p.sku, p.name, p.unit, p.currency, l.unit_cost, l.ordered - l.cancelled AS quantity,
    greatest(0, l.ordered + l.over - l.received - l.damaged - l.cancelled) AS open,
    coalesce(s.available_on, l.ordered_for) AS expected_on, l.ordered_for,
    l.received + l.damaged AS came,
    EXISTS (
        SELECT FROM supplier_message_line AS said
        WHERE said.purchase_line_id = l.id AND said.expected_on IS NOT NULL
    ) AS confirmed,
    least(
        greatest(0, l.ordered + l.over - l.received - l.damaged - l.cancelled),
        greatest(0, coalesce((
            SELECT sum(said.quantity)
            FROM supplier_message_line AS said
            JOIN supplier_message AS m ON m.id = said.supplier_message_id
            WHERE said.purchase_line_id = l.id AND m.kind = 'announcement'
        ), 0) - l.received - l.damaged)
    )::bigint AS on_the_way
FROM purchase_line AS l
JOIN product AS p ON p.id = l.product_id
LEFT JOIN supply AS s ON s.purchase_line_id = l.id
WHERE l.purchase_order_id = %(purchase_order)s::bigint AND l.ordered > l.cancelled
ORDER BY l.line_no
