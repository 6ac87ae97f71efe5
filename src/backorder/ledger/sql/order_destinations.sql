-- order_destinations: where some orders go to.
-- reads: sales_order. writes: nothing.
-- parameters: orders (int8 array, each once).
-- invariant: a destination never changes.
SELECT id, destination FROM sales_order WHERE id = ANY(%(orders)s::bigint[]) ORDER BY id
