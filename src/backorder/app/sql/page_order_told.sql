-- page_order_told: every version of what was promised for the lines of an order.
-- reads: order_line, product, promise, supply. writes: nothing.
-- parameters: order (id).
-- invariant: versions are only ever added.
SELECT
    l.line_no, p.sku, r.version, r.part, r.quantity, r.promised_on, r.delivers_on, r.basis, s.name,
    r.available_on, r.confidence, r.cause, r.made_at, r.journal_id
FROM order_line AS l
JOIN product AS p ON p.id = l.product_id
JOIN promise AS r ON r.line_id = l.id
LEFT JOIN supply AS s ON s.id = r.supply_id
WHERE l.order_id = %(order)s::bigint
ORDER BY l.line_no, r.version, r.part
