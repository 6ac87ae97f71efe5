-- page_waitlist_people: who waits for one product, in the order of the queue.
-- reads: waitlist_entry, product, customer. writes: nothing.
-- parameters: sku, limit.
-- invariant: those who were told last stand behind those who wait.
SELECT
    w.id, w.email, c.ref, w.quantity, w.joined_at, w.state, w.told_at, w.told_units,
    w.window_ends_at
FROM waitlist_entry AS w
JOIN product AS p ON p.id = w.product_id
LEFT JOIN customer AS c ON c.id = w.customer_id
WHERE p.sku = %(sku)s::text AND w.state IN ('waiting', 'told')
ORDER BY w.state DESC, w.id
LIMIT %(limit)s::bigint
