-- list_returns: goods that customers sent back.
-- reads: sales_return, return_line, order_line, product, location. writes: nothing.
-- parameters: none.
-- invariant: one row a return.
SELECT
    r.id AS _place, r.id AS "return", r.key, r.order_id AS "order", l.code AS location, r.at,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'good', line.good, 'damaged', line.damaged
        ) ORDER BY line.line_no), '[]')
        FROM return_line AS line
        JOIN order_line AS of_order ON of_order.id = line.order_line_id
        JOIN product AS p ON p.id = of_order.product_id
        WHERE line.sales_return_id = r.id
    ) AS lines
FROM sales_return AS r
JOIN location AS l ON l.id = r.location_id
