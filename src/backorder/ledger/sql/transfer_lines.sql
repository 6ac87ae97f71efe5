-- transfer_lines: the lines of some transfers.
-- reads: transfer_line, transfer, product. writes: nothing.
-- parameters: transfers (int8 array).
-- invariant: a line's product never changes; the rest only under its product's lock.
SELECT
    l.transfer_id, l.id, l.line_no, l.product_id, p.sku, t.destination_id, l.sent, l.received,
    l.damaged, l.lost, 0::bigint
FROM transfer_line AS l
JOIN transfer AS t ON t.id = l.transfer_id
JOIN product AS p ON p.id = l.product_id
WHERE l.transfer_id = ANY(%(transfers)s::bigint[])
ORDER BY l.transfer_id, l.line_no
