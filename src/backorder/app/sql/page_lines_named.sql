-- page_lines_named: the products of lines named by their order and place.
-- reads: order_line, product. writes: nothing.
-- parameters: orders, lines (arrays of the same length).
-- invariant: one row a line that there is.
SELECT l.order_id, p.sku
FROM unnest(%(orders)s::bigint[], %(lines)s::integer[]) AS w (order_id, line_no)
JOIN order_line AS l ON l.order_id = w.order_id AND l.line_no = w.line_no
JOIN product AS p ON p.id = l.product_id
ORDER BY l.order_id, l.line_no
