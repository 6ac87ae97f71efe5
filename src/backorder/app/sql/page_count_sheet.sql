-- page_count_sheet: the products of a sheet for whoever counts.
-- reads: count_sheet_line, product. writes: nothing.
-- parameters: sheet.
-- invariant: one row a line, in its order; what the books say is not among it.
SELECT p.sku, p.name, p.unit, c.state, c.round, c.counted_by, c.counted
FROM count_sheet_line AS c
JOIN product AS p ON p.id = c.product_id
WHERE c.sheet_id = %(sheet)s::bigint
ORDER BY c.line_no
