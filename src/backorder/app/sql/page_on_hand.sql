-- page_on_hand: what some products are called, and what the books hold of them at a place.
-- reads: product, supply, location. writes: nothing.
-- parameters: location (code), skus.
-- invariant: one row a known product; places that do not sell hold nothing here.
SELECT
    p.sku, p.name, coalesce(sum(s.quantity), 0)::bigint AS on_hand,
    coalesce(sum(s.pegged), 0)::bigint AS allocated
FROM product AS p
LEFT JOIN location AS l ON l.code = %(location)s::text
LEFT JOIN supply AS s ON s.product_id = p.id AND s.location_id = l.id AND s.kind = 'stock'
WHERE p.sku = ANY(%(skus)s::text[])
GROUP BY p.id
ORDER BY p.sku
