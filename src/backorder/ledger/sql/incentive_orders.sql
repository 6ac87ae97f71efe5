-- incentive_orders: who placed some orders, and what waits of each category.
-- reads: sales_order, customer, order_line, product, peg, supply. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: the products of the orders are locked; what lies on the shelf for them does not wait.
SELECT
    o.id, o.currency, c.id, coalesce(c.ref, ''), coalesce(c.customer_class, ''), p.category,
    sum(g.quantity * l.unit_price)::bigint, sum(g.quantity)::bigint
FROM sales_order AS o
LEFT JOIN customer AS c ON c.id = o.customer_id
JOIN order_line AS l ON l.order_id = o.id
JOIN product AS p ON p.id = l.product_id
JOIN peg AS g ON g.line_id = l.id
LEFT JOIN supply AS s ON s.id = g.supply_id
WHERE o.id = ANY(%(orders)s::bigint[]) AND s.kind IS DISTINCT FROM 'stock'
GROUP BY o.id, c.id, p.category
ORDER BY o.id, p.category -- unique: what the rows are grouped by, an order has one customer
