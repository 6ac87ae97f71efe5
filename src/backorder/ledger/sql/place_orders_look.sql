-- place_orders_look: lock a batch's products, then hand out numbers and look up keys and customers,
-- all in one statement and one row.
-- reads: product, sales_order, hold, customer, the number sequences. writes: nothing (locks; sequences move).
-- parameters: skus, keys, held_keys (of holds), customers (refs), orders, lines, journals (how many numbers to hand out).
-- invariant: locks in ascending id (law 7); numbers depend on ``held``, so they are handed out after
--   the locks, and a line's number is its place in the queue.
WITH locked AS MATERIALIZED (
    SELECT id FROM product WHERE sku = ANY(%(skus)s::text[]) ORDER BY id FOR NO KEY UPDATE
),
held AS MATERIALIZED (
    SELECT 0 * count(*)::int AS nought FROM locked
),
known AS (
    SELECT
        array_agg(ref ORDER BY id) AS refs,
        array_agg(id ORDER BY id) AS ids,
        array_agg(customer_class ORDER BY id) AS classes
    FROM customer
    WHERE ref = ANY(%(customers)s::text[])
)
SELECT
    ARRAY(SELECT nextval('number_journal') FROM held, generate_series(1, %(journals)s::int + nought)),
    ARRAY(SELECT nextval('number_order') FROM held, generate_series(1, %(orders)s::int + nought)),
    ARRAY(SELECT nextval('number_line') FROM held, generate_series(1, %(lines)s::int + nought)),
    ARRAY(
        SELECT key FROM sales_order WHERE key = ANY(%(keys)s::text[])
        UNION ALL
        SELECT key FROM hold WHERE key = ANY(%(held_keys)s::text[])
    ),
    known.refs, known.ids, known.classes
FROM known
