-- waitlist_entry: one sign-up, with its place in the queue.
-- reads: waitlist_entry, product. writes: nothing.
-- parameters: entry (id).
-- invariant: at most one row; ahead are those who were there before and still wait.
SELECT
    w.id, p.sku, p.name, w.quantity, w.language, w.state, w.told_units, w.window_ends_at,
    w.ended_why,
    (
        SELECT count(*) FROM waitlist_entry AS o
        WHERE o.product_id = w.product_id AND o.state = 'waiting' AND o.id < w.id
    ) AS ahead
FROM waitlist_entry AS w
JOIN product AS p ON p.id = w.product_id
WHERE w.id = %(entry)s::bigint
