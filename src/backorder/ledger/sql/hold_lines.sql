-- hold_lines: the lines of some quotes and holds.
-- reads: hold_line, product. writes: nothing.
-- parameters: holds (int8 array).
-- invariant: a hold's line never changes.
SELECT
    l.hold_id, l.id, l.product_id, p.sku, l.quantity, l.latest_on
FROM hold_line AS l
JOIN product AS p ON p.id = l.product_id
WHERE l.hold_id = ANY(%(holds)s::bigint[])
ORDER BY l.hold_id, l.line_no
