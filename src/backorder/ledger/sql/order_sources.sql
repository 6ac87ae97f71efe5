-- order_sources: where some orders came from and how they are priced, for further lines of them.
-- reads: sales_order, customer. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: none of it ever changes.
SELECT o.id, o.channel, coalesce(c.customer_class, ''), o.currency
FROM sales_order AS o
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE o.id = ANY(%(orders)s::bigint[])
ORDER BY o.id
