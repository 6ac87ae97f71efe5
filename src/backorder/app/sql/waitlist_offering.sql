-- waitlist_offering: for whom units are to be held, of whom nobody was told yet.
-- reads: waitlist_entry, product, customer. writes: nothing.
-- parameters: most.
-- invariant: the request for the hold follows from the row alone, so that asking again is the same.
SELECT
    w.id, w.offers, w.told_units, w.quantity,
    extract(epoch FROM w.window_ends_at - w.told_at)::bigint AS seconds,
    p.sku, p.name, w.email, w.language, c.ref
FROM waitlist_entry AS w
JOIN product AS p ON p.id = w.product_id
LEFT JOIN customer AS c ON c.id = w.customer_id
WHERE w.state = 'offering'
ORDER BY w.id
LIMIT %(most)s::bigint
