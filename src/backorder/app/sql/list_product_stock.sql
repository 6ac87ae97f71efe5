-- list_product_stock: what is sold, with what is there, what is coming and what waits.
-- reads: product, supply, peg. writes: nothing.
-- parameters: none.
-- invariant: one row a product; waiting counts units of quotes and holds too: they claim what comes.
--   Sums are joined by LEFT JOIN, so that they are made for the rows of a page alone.
SELECT
    p.id AS _place, p.currency AS _currency,
    p.sku, p.name, p.category, p.unit_price, p.currency, p.discontinued, s.on_hand, s.allocated,
    s.available, s.incoming, s.next_on, (s.waiting + u.units)::bigint AS waiting,
    u.units AS unknown,
    CASE
        WHEN p.discontinued THEN 'discontinued'
        WHEN s.available > 0 THEN 'in_stock'
        WHEN s.waiting + u.units > 0 THEN 'backordered'
        WHEN s.incoming > 0 THEN 'coming'
        ELSE 'empty'
    END AS state
FROM product AS p
LEFT JOIN LATERAL (
    SELECT
        coalesce(sum(s.quantity) FILTER (WHERE s.kind = 'stock'), 0)::bigint AS on_hand,
        coalesce(sum(s.pegged) FILTER (WHERE s.kind = 'stock'), 0)::bigint AS allocated,
        coalesce(sum(s.quantity - s.pegged) FILTER (WHERE s.kind = 'stock'), 0)::bigint AS available,
        coalesce(sum(s.quantity) FILTER (WHERE s.kind IN ('purchase', 'transfer')), 0)::bigint
            AS incoming,
        coalesce(sum(s.pegged) FILTER (WHERE s.kind <> 'stock'), 0)::bigint AS waiting,
        min(s.available_on) FILTER (WHERE s.kind IN ('purchase', 'transfer')) AS next_on
    FROM supply AS s
    WHERE s.product_id = p.id AND NOT s.quantity = 0
) AS s ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(g.quantity), 0)::bigint AS units
    FROM peg AS g
    WHERE g.product_id = p.id AND g.supply_id IS NULL
) AS u ON true
