-- orders_by_name: orders by number or by the caller's key.
-- reads: sales_order. writes: nothing.
-- parameters: ids (int8 array), keys.
-- invariant: a key and a number name at most one order each.
SELECT id, key, ship, journal_id
FROM sales_order
WHERE id = ANY(%(ids)s::bigint[]) OR key = ANY(%(keys)s::text[])
ORDER BY id
