-- waitlist_expired: products of which holds for the waitlist have expired and not let go yet.
-- reads: waitlist_entry, hold, product. writes: nothing.
-- parameters: now.
-- invariant: each product once.
SELECT DISTINCT p.sku
FROM waitlist_entry AS w
JOIN hold AS h ON h.id = w.hold_id AND h.ended_as = '' AND h.expires_at <= %(now)s::timestamptz
JOIN product AS p ON p.id = w.product_id
WHERE w.state = 'told'
ORDER BY p.sku
