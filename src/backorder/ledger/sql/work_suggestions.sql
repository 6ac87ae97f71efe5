-- work_suggestions: planned supplies, which nobody has ordered yet.
-- reads: supply, peg, product, supplier, location. writes: nothing.
-- parameters: none.
-- invariant: a planned supply is a purchase suggestion as long as orders wait for it; what holds
--   claim of it is not to be bought before they are confirmed.
WITH held AS (
    SELECT supply_id, sum(quantity)::bigint AS units
    FROM peg
    WHERE expires_at IS NOT NULL
    GROUP BY supply_id
)
SELECT s.name, p.sku, v.code, l.code, s.quantity - coalesce(h.units, 0), s.available_on
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN supplier AS v ON v.id = s.supplier_id
JOIN location AS l ON l.id = s.location_id
LEFT JOIN held AS h ON h.supply_id = s.id
WHERE s.kind = 'planned' AND s.quantity > coalesce(h.units, 0)
ORDER BY s.id
