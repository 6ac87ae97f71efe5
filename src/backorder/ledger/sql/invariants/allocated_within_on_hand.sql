-- name: allocated_within_on_hand
-- invariant: Lines hold no more of a place's stock than the movements say is there.
-- law: 3
-- reads: peg, supply, stock_movement, location, product
-- writes: nothing
-- parameters: none
-- Reads neither supply.quantity nor supply.pegged: pegs against movements.
WITH claim AS (
    SELECT supply_id, sum(quantity)::bigint AS quantity
    FROM peg
    WHERE supply_id IS NOT NULL
    GROUP BY supply_id
),
entry AS (
    SELECT s.product_id, s.location_id, c.quantity AS allocated, 0 AS on_hand
    FROM claim c
    JOIN supply s ON s.id = c.supply_id
    WHERE s.kind = 'stock'
    UNION ALL
    SELECT m.product_id, m.destination_id, 0, m.quantity
    FROM stock_movement m JOIN location l ON l.id = m.destination_id
    WHERE l.sellable
    UNION ALL
    SELECT m.product_id, m.origin_id, 0, -m.quantity
    FROM stock_movement m JOIN location l ON l.id = m.origin_id
    WHERE l.sellable
),
off AS (
    SELECT product_id, location_id, sum(allocated) AS allocated, sum(on_hand) AS on_hand
    FROM entry
    GROUP BY product_id, location_id
    HAVING sum(allocated) > 0 AND sum(allocated) > sum(on_hand)
)
SELECT p.sku, l.code AS location, off.allocated::bigint, off.on_hand::bigint
FROM off
JOIN location l ON l.id = off.location_id
JOIN product p ON p.id = off.product_id
ORDER BY p.sku, l.code
