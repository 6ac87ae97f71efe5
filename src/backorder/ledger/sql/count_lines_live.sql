-- count_lines_live: which of some products of places stand on a sheet that is not done.
-- reads: count_sheet_line, product, location. writes: nothing.
-- parameters: product, location (arrays of one length).
-- invariant: the products are locked, so that no other sheet takes them meanwhile.
SELECT l.sheet_id, p.sku, c.code
FROM unnest(%(product)s::bigint[], %(location)s::bigint[]) AS a (product_id, location_id)
JOIN count_sheet_line AS l ON l.product_id = a.product_id AND l.location_id = a.location_id
JOIN product AS p ON p.id = l.product_id
JOIN location AS c ON c.id = l.location_id
WHERE l.state IN ('open', 'recount', 'counted', 'differs')
ORDER BY l.sheet_id, l.line_no
