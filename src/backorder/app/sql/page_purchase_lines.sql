-- page_purchase_lines: the lines of one purchase order as they stand.
-- reads: purchase_line, product, supply. writes: nothing.
-- parameters: purchase_order (id).
-- invariant: one row a line; open is what its supply still holds, waiting what customers have of it.
SELECT
    line.line_no, p.sku, p.name, line.ordered, line.received, line.damaged, line.cancelled,
    line.over, coalesce(s.quantity, 0) AS open, coalesce(s.pegged, 0) AS waiting, line.unit_cost,
    p.currency, line.ordered_for, s.available_on, coalesce(s.spread_days, 0) AS spread_days
FROM purchase_line AS line
JOIN product AS p ON p.id = line.product_id
LEFT JOIN supply AS s ON s.purchase_line_id = line.id
WHERE line.purchase_order_id = %(purchase_order)s::bigint
ORDER BY line.line_no
