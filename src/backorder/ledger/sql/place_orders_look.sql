-- place_orders_look: what a batch of orders needs besides its products, in one row.
-- reads: catalog_state, sales_order, customer, the number sequences. writes: nothing (sequences move).
-- parameters: keys, customers (refs), orders, lines (how many numbers of each to hand out).
-- invariant: runs after the product locks, so a line's number is its place in the queue (law 7).
SELECT
    (SELECT version FROM catalog_state WHERE id = 1),
    ARRAY(SELECT key FROM sales_order WHERE key = ANY(%(keys)s::text[])),
    ARRAY(SELECT ref FROM customer WHERE ref = ANY(%(customers)s::text[]) ORDER BY id),
    ARRAY(SELECT id FROM customer WHERE ref = ANY(%(customers)s::text[]) ORDER BY id),
    ARRAY(SELECT customer_class FROM customer WHERE ref = ANY(%(customers)s::text[]) ORDER BY id),
    ARRAY(SELECT nextval('number_journal') FROM generate_series(1, %(journals)s::int)),
    ARRAY(SELECT nextval('number_order') FROM generate_series(1, %(orders)s::int)),
    ARRAY(SELECT nextval('number_line') FROM generate_series(1, %(lines)s::int))
