-- export_orders: orders as placed, by the key their channel gave them.
-- reads: sales_order, order_line, customer, product. writes: nothing.
-- parameters: none.
-- invariant: one row a line, in the order of order and line.
SELECT
    sales_order.key AS order,
    sales_order.placed_at,
    customer.ref AS customer,
    product.sku,
    line.ordered AS quantity,
    line.unit_price,
    line.requested_on,
    sales_order.channel,
    sales_order.currency AS _currency
FROM sales_order
JOIN order_line AS line ON line.order_id = sales_order.id
JOIN product ON product.id = line.product_id
LEFT JOIN customer ON customer.id = sales_order.customer_id
ORDER BY sales_order.id, line.line_no
