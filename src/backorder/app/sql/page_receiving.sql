-- page_receiving: the products of one purchase order or transfer, with what is still to come.
-- reads: purchase_line, transfer_line, supply, product, location, supplier_message,
--   supplier_message_line. writes: nothing.
-- parameters: purchase_order (id, or null), transfer (id, or null).
-- invariant: one row a product; open is what its supplies still hold, on_the_way what of it the
--   supplier said it sent.
SELECT
    p.sku, p.name, p.unit, sum(line.ordered)::bigint AS ordered,
    sum(line.received)::bigint AS received, coalesce(sum(s.quantity), 0)::bigint AS open,
    coalesce(sum(s.pegged), 0)::bigint AS waiting, min(s.available_on) AS expected_on,
    sum(least(coalesce(s.quantity, 0), line.announced))::bigint AS on_the_way
FROM (
    SELECT
        l.id, NULL::bigint AS transfer_line, l.product_id, l.ordered, l.received,
        greatest(0, coalesce((
            SELECT sum(said.quantity)
            FROM supplier_message_line AS said
            JOIN supplier_message AS m ON m.id = said.supplier_message_id
            WHERE said.purchase_line_id = l.id AND m.kind = 'announcement'
        ), 0) - l.received - l.damaged) AS announced
    FROM purchase_line AS l
    WHERE l.purchase_order_id = %(purchase_order)s::bigint
    UNION ALL
    SELECT NULL, t.id, t.product_id, t.sent, t.received, 0
    FROM transfer_line AS t
    WHERE t.transfer_id = %(transfer)s::bigint
) AS line
JOIN product AS p ON p.id = line.product_id
LEFT JOIN supply AS s ON s.purchase_line_id = line.id OR s.transfer_line_id = line.transfer_line
GROUP BY p.id
ORDER BY coalesce(sum(s.quantity), 0) = 0, p.sku
