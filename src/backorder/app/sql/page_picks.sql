-- page_picks: all that is released to be picked and has not shipped.
-- reads: supply, peg, product, location. writes: nothing.
-- parameters: limit.
-- invariant: one row a place, product and order.
SELECT
    l.code AS location, p.sku, p.name, g.order_id, sum(g.quantity)::bigint AS quantity
FROM supply AS s
JOIN peg AS g ON g.supply_id = s.id
JOIN product AS p ON p.id = s.product_id
JOIN location AS l ON l.id = s.location_id
WHERE s.kind = 'stock' AND s.pegged > 0 AND g.released
GROUP BY l.code, p.sku, p.name, g.order_id
ORDER BY l.code, p.sku, p.name, g.order_id
LIMIT %(limit)s::bigint
