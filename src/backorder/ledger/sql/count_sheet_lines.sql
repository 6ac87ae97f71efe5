-- count_sheet_lines: the lines of some sheets, with how often each was counted.
-- reads: count_sheet_line, count_entry, product. writes: nothing.
-- parameters: sheets (int8 array).
-- invariant: one row a line; a unit is worth what it cost, or what it is sold for.
SELECT
    l.sheet_id, l.line_no, l.product_id, p.sku, l.state, l.round, l.counted, l.expected,
    l.counted_by,
    (
        SELECT count(*)
        FROM count_entry AS e
        WHERE e.sheet_id = l.sheet_id AND e.line_no = l.line_no
    ),
    coalesce(nullif(p.unit_cost, 0), p.unit_price)
FROM count_sheet_line AS l
JOIN product AS p ON p.id = l.product_id
WHERE l.sheet_id = ANY(%(sheets)s::bigint[])
ORDER BY l.sheet_id, l.line_no
