-- name: adjustments_match_movements
-- invariant: Every adjustment has exactly one movement of its product and quantity at its place,
--   and every adjusting movement has its adjustment.
-- law: 1
-- reads: adjustment, stock_movement, product
-- writes: nothing
-- parameters: none
WITH move AS (
    SELECT document, product_id, origin_id, destination_id, quantity
    FROM stock_movement
    WHERE kind = 'adjustment'
),
pair AS (
    SELECT
        coalesce(a.id, m.document) AS id, coalesce(a.product_id, m.product_id) AS product_id,
        a.quantity AS adjusted, m.quantity AS moved,
        a.id IS NOT NULL AND m.document IS NOT NULL AND m.product_id = a.product_id
        AND m.quantity = abs(a.quantity)
        AND a.location_id = CASE WHEN a.quantity > 0 THEN m.destination_id ELSE m.origin_id END
        AND count(*) OVER (PARTITION BY coalesce(a.id, m.document)) = 1 AS fits
    FROM adjustment a
    FULL JOIN move m ON m.document = a.id
)
SELECT pair.id AS adjustment, p.sku, pair.adjusted, pair.moved
FROM pair
LEFT JOIN product p ON p.id = pair.product_id
WHERE NOT pair.fits
ORDER BY pair.id, p.sku, pair.moved -- unique: equal rows are shown as often as they stand there
