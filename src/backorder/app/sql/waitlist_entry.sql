-- waitlist_entry: one sign-up, with its place in the queue and what is held for it.
-- reads: waitlist_entry, product, hold, hold_line. writes: nothing.
-- parameters: entry (id).
-- invariant: at most one row; ahead are those who were there before and still wait. What is held
--   costs what it cost when it was.
SELECT
    w.id, p.sku, p.name, w.quantity, w.language,
    CASE w.state WHEN 'offering' THEN 'waiting' ELSE w.state END AS state,
    w.told_units, w.window_ends_at, w.ended_why,
    (
        SELECT count(*) FROM waitlist_entry AS o
        WHERE o.product_id = w.product_id AND o.state = 'waiting' AND o.id < w.id
    ) AS ahead,
    coalesce(w.hold_id, 0) AS hold, coalesce(l.unit_price, 0) AS price,
    coalesce(h.currency, '') AS currency, w.email, h.customer_id IS NOT NULL AS known
FROM waitlist_entry AS w
JOIN product AS p ON p.id = w.product_id
LEFT JOIN hold AS h ON h.id = w.hold_id
LEFT JOIN hold_line AS l ON l.hold_id = h.id
WHERE w.id = %(entry)s::bigint
