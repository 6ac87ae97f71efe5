-- page_reallocation_lines: whose the lines are that a reallocation changes, and when they are due.
-- reads: sales_order, order_line, customer, product, promise. writes: nothing.
-- parameters: orders, lines (numbers within their orders; one length).
-- invariant: one row a line, in the order asked; due is the last day of the first promise.
SELECT
    c.ref AS customer, c.name AS customer_name, c.customer_class AS class, p.name AS product,
    f.due
FROM unnest(%(orders)s::bigint[], %(lines)s::integer[])
    WITH ORDINALITY AS asked (order_id, line_no, i)
JOIN sales_order AS o ON o.id = asked.order_id
JOIN order_line AS l ON l.order_id = asked.order_id AND l.line_no = asked.line_no
JOIN product AS p ON p.id = l.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
CROSS JOIN LATERAL (
    SELECT max(made.promised_on) AS due FROM promise AS made
    WHERE made.line_id = l.id AND made.version = 1
) AS f
ORDER BY asked.i
