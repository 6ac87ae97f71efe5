-- page_waitlist_people: who waits for one product, in the order of the queue, and what is held for
-- whom until when.
-- reads: waitlist_entry, product, customer. writes: nothing.
-- parameters: sku, limit.
-- invariant: whoever something is held for comes first, and those told otherwise after those who
--   wait, the last first.
SELECT
    w.id, w.email, c.ref, w.quantity, w.joined_at, w.state, w.told_at, w.told_units,
    w.window_ends_at, w.ended_at, w.ended_why, coalesce(w.hold_id, 0) AS hold
FROM waitlist_entry AS w
JOIN product AS p ON p.id = w.product_id
LEFT JOIN customer AS c ON c.id = w.customer_id
WHERE p.sku = %(sku)s::text
    AND (w.state IN ('waiting', 'offering', 'told', 'taken') OR w.hold_id IS NOT NULL)
ORDER BY
    CASE
        WHEN w.state IN ('offering', 'told') AND w.hold_id IS NOT NULL THEN 0
        WHEN w.state IN ('waiting', 'offering') THEN 1
        ELSE 2
    END,
    CASE WHEN w.state IN ('waiting', 'offering') OR w.hold_id IS NOT NULL AND w.state = 'told'
        THEN 0 ELSE -w.id
    END,
    w.id
LIMIT %(limit)s::bigint
