-- waitlist_queue: whom units that are free may be offered to, in the order of the queue.
-- reads: waitlist_entry, product, supply, location. writes: nothing.
-- parameters: now, most (of a queue that is looked at).
-- invariant: what is free lies on shelves that sell and is pegged to nobody, so whoever has ordered
--   comes first; what others were told of and still have time for is taken off, unless it is held,
--   for then it is pegged.
WITH wanted AS (
    SELECT DISTINCT product_id FROM waitlist_entry WHERE state = 'waiting'
),
shelf AS (
    SELECT n.product_id, sum(s.quantity - s.pegged)::bigint AS units
    FROM wanted AS n
    JOIN supply AS s ON s.product_id = n.product_id AND s.kind = 'stock'
    JOIN location AS c ON c.id = s.location_id AND c.sellable
    GROUP BY n.product_id
),
offered AS (
    SELECT n.product_id, sum(t.told_units)::bigint AS units
    FROM wanted AS n
    JOIN waitlist_entry AS t ON t.product_id = n.product_id
        AND (
            t.state = 'offering'
            OR (
                t.state = 'told' AND t.hold_id IS NULL
                AND t.window_ends_at > %(now)s::timestamptz
            )
        )
    GROUP BY n.product_id
)
SELECT
    p.id, p.sku, p.name, f.units - coalesce(o.units, 0), q.id, q.quantity, q.email, q.language
FROM shelf AS f
LEFT JOIN offered AS o ON o.product_id = f.product_id
JOIN product AS p ON p.id = f.product_id
CROSS JOIN LATERAL (
    SELECT w.id, w.quantity, w.email, w.language
    FROM waitlist_entry AS w
    WHERE w.product_id = f.product_id AND w.state = 'waiting'
    ORDER BY w.id
    LIMIT least(f.units - coalesce(o.units, 0), %(most)s::bigint)
) AS q
WHERE f.units > coalesce(o.units, 0)
ORDER BY p.id, q.id
