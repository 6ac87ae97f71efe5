-- work_positions: the inventory position of every product.
-- reads: product, supply, peg. writes: nothing.
-- parameters: none.
-- invariant: on hand + on order - backordered, which is what no peg holds of stock, purchases and
--   transfers, less what waits for plans or for nothing. What holds claim is no demand yet.
WITH there AS (
    SELECT product_id, sum(quantity - pegged) AS units
    FROM supply
    WHERE kind <> 'planned' AND quantity > 0
    GROUP BY product_id
),
planned AS (
    SELECT product_id, sum(pegged) AS units
    FROM supply
    WHERE kind = 'planned' AND quantity > 0
    GROUP BY product_id
),
unknown AS (
    SELECT product_id, sum(quantity) AS units
    FROM peg
    WHERE supply_id IS NULL
    GROUP BY product_id
),
held AS (
    SELECT product_id, sum(quantity) AS units
    FROM peg
    WHERE expires_at IS NOT NULL
    GROUP BY product_id
)
SELECT
    p.sku,
    (
        coalesce(t.units, 0) - coalesce(n.units, 0) - coalesce(u.units, 0) + coalesce(h.units, 0)
    )::bigint
FROM product AS p
LEFT JOIN there AS t ON t.product_id = p.id
LEFT JOIN planned AS n ON n.product_id = p.id
LEFT JOIN unknown AS u ON u.product_id = p.id
LEFT JOIN held AS h ON h.product_id = p.id
ORDER BY p.id
