-- name: nobody_waits_beside_free_stock
-- invariant: No line waits while stock of its product lies unpegged at a sellable place.
-- law: 2
-- reads: peg, supply, location, product
-- writes: nothing
-- parameters: none
-- Why there is no invariant "an older line is served before a younger one": a line pegged to a
-- purchase is served when that purchase comes, and the purchase of a younger line may come first.
-- The older line keeps the date it was told; nothing was taken from it.
WITH free AS (
    SELECT s.product_id, sum(s.quantity - s.pegged) AS quantity
    FROM supply s
    JOIN location l ON l.id = s.location_id
    WHERE s.kind = 'stock' AND s.quantity > s.pegged AND l.sellable
    GROUP BY s.product_id
)
SELECT g.order_id, g.line_id, g.n, p.sku, g.quantity AS waiting, f.quantity::bigint AS free
FROM free f
JOIN peg g ON g.product_id = f.product_id
LEFT JOIN supply s ON s.id = g.supply_id
JOIN product p ON p.id = g.product_id
WHERE g.supply_id IS NULL OR s.kind <> 'stock'
ORDER BY g.line_id, g.n
