-- care_link_find: the order of a link, while its generation is the order's.
-- reads: sales_order, order_link. writes: nothing.
-- parameters: order (id), generation.
-- invariant: at most one row.
SELECT o.id
FROM sales_order AS o
LEFT JOIN order_link AS k ON k.order_id = o.id
WHERE o.id = %(order)s::bigint AND coalesce(k.generation, 0) = %(generation)s::integer
