-- page_order: one order by its number, else by its key.
-- reads: sales_order, customer. writes: nothing.
-- parameters: order (id, null where the name is no number), key.
-- invariant: at most one row: a number comes before a key that looks like one.
SELECT
    o.id, o.key, o.channel, c.ref, c.name, c.email, c.phone, c.customer_class, o.ship, o.currency,
    o.destination, o.wait_until, o.placed_at, o.journal_id
FROM sales_order AS o
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE o.id = %(order)s::bigint OR o.key = %(key)s::text
ORDER BY o.key = %(key)s::text, o.id
LIMIT 1
