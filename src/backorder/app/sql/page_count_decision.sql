-- page_count_decision: the lines of a sheet for whoever approves, with what the books said.
-- reads: count_sheet_line, count_entry, product. writes: nothing.
-- parameters: sheet.
-- invariant: one row a line, in its order; earlier are the counts before the last, the first first.
SELECT
    p.sku, p.name, c.abc, c.state, c.round, c.counted, c.expected, c.counted_at, c.counted_by,
    (
        SELECT coalesce(array_agg(e.counted ORDER BY e.n), '{}')
        FROM count_entry AS e
        WHERE e.sheet_id = c.sheet_id AND e.line_no = c.line_no AND e.n < (
            SELECT max(n.n)
            FROM count_entry AS n
            WHERE n.sheet_id = c.sheet_id AND n.line_no = c.line_no
        )
    ),
    coalesce(nullif(p.unit_cost, 0), p.unit_price), p.currency
FROM count_sheet_line AS c
JOIN product AS p ON p.id = c.product_id
WHERE c.sheet_id = %(sheet)s::bigint
ORDER BY c.line_no
