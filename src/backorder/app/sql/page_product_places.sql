-- page_product_places: what there is of a product, place by place, and what waits.
-- reads: supply, location, peg. writes: nothing.
-- parameters: product (id).
-- invariant: one row a place with an open supply; held is claimed by quotes and carts, and part of
--   what is allocated there.
SELECT
    l.code, l.name, s.on_hand, s.allocated, s.available, s.incoming, s.planned, s.waiting, s.held,
    s.next_on
FROM (
    SELECT
        s.location_id,
        coalesce(sum(s.quantity) FILTER (WHERE s.kind = 'stock'), 0)::bigint AS on_hand,
        coalesce(sum(s.pegged) FILTER (WHERE s.kind = 'stock'), 0)::bigint AS allocated,
        coalesce(sum(s.quantity - s.pegged) FILTER (WHERE s.kind = 'stock'), 0)::bigint AS available,
        coalesce(sum(s.quantity) FILTER (WHERE s.kind IN ('purchase', 'transfer')), 0)::bigint
            AS incoming,
        coalesce(sum(s.quantity) FILTER (WHERE s.kind = 'planned'), 0)::bigint AS planned,
        coalesce(sum(s.pegged) FILTER (WHERE s.kind <> 'stock'), 0)::bigint AS waiting,
        coalesce(
            sum(
                (
                    SELECT sum(g.quantity)
                    FROM peg AS g
                    WHERE g.supply_id = s.id AND g.expires_at IS NOT NULL
                )
            ) FILTER (WHERE s.kind = 'stock'),
            0
        )::bigint AS held,
        min(s.available_on) FILTER (WHERE s.kind IN ('purchase', 'transfer')) AS next_on
    FROM supply AS s
    WHERE s.product_id = %(product)s::bigint AND NOT s.quantity = 0
    GROUP BY s.location_id
) AS s
JOIN location AS l ON l.id = s.location_id
ORDER BY l.priority, l.code
