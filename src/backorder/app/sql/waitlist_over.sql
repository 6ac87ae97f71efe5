-- waitlist_over: end the sign-ups for products that are made no more and of which none are left.
-- reads: product, supply, location. writes: waitlist_entry.
-- parameters: now.
-- invariant: each is ended, and told so, once; what is held for somebody may still be let go.
UPDATE waitlist_entry AS w
SET state = 'ended', ended_at = %(now)s::timestamptz, ended_why = 'discontinued'
FROM product AS p
WHERE p.id = w.product_id AND p.discontinued AND w.state = 'waiting'
    AND NOT EXISTS (
        SELECT FROM supply AS s
        JOIN location AS c ON c.id = s.location_id AND c.sellable
        WHERE s.product_id = p.id AND s.kind = 'stock' AND s.quantity > s.pegged
    )
    AND NOT EXISTS (
        SELECT FROM waitlist_entry AS o
        WHERE o.product_id = p.id
            AND (o.state = 'offering' OR (o.state = 'told' AND o.hold_id IS NOT NULL))
    )
RETURNING w.id, p.sku, p.name, w.quantity, w.email, w.language
