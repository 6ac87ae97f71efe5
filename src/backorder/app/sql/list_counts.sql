-- list_counts: what was found when places were counted, beside what the books said.
-- reads: stock_count, count_line, location, product. writes: nothing.
-- parameters: none.
-- invariant: one row a count.
SELECT
    c.id AS _place, c.key, l.code AS location, c.at,
    (
        SELECT coalesce(json_agg(json_build_object(
            'sku', p.sku, 'expected', line.expected, 'counted', line.counted
        ) ORDER BY line.line_no), '[]')
        FROM count_line AS line JOIN product AS p ON p.id = line.product_id
        WHERE line.stock_count_id = c.id
    ) AS lines
FROM stock_count AS c
JOIN location AS l ON l.id = c.location_id
