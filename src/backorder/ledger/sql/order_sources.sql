-- order_sources: where some orders came from and go to, and how they are priced and shipped, for
-- further lines of them.
-- reads: sales_order, customer. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: the products of the orders are locked, so nobody else changes the day waited for.
SELECT o.id, o.channel, coalesce(c.customer_class, ''), o.currency, o.destination,
    o.wait_until
FROM sales_order AS o
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE o.id = ANY(%(orders)s::bigint[])
ORDER BY o.id
