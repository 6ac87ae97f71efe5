-- notice_orders: who placed orders, and where they go.
-- reads: sales_order. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: one row an order.
SELECT id, customer_id, key, destination
FROM sales_order
WHERE id = ANY(%(orders)s::bigint[])
