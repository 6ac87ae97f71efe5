-- causes_demand: what was asked for of some products, net of what was cancelled.
-- reads: order_line, sales_order. writes: nothing.
-- parameters: products (int8 array).
-- invariant: one row of arrays: product, at (milliseconds since 1970), units.
SELECT
    array_agg(l.product_id) AS product,
    array_agg((extract(epoch FROM o.placed_at) * 1000)::bigint) AS at,
    array_agg(l.ordered - l.cancelled) AS units
FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
WHERE l.product_id = ANY(%(products)s::bigint[])
