-- name: stock_is_conserved
-- invariant: What is in the house or on the way came from outside and has not gone out again.
-- law: 1
-- reads: stock_movement, supply, location, product
-- writes: nothing
-- parameters: none
-- Held: stock and transfers as the supplies say. Came: all movements from outside (supplier,
-- adjustment, customer, scrap) less those to outside, less what lies damaged.
WITH entry AS (
    SELECT product_id, quantity AS held, 0 AS came
    FROM supply
    WHERE kind IN ('stock', 'transfer')
    UNION ALL
    SELECT m.product_id, 0, m.quantity
    FROM stock_movement m
    JOIN location l ON l.id = m.origin_id
    WHERE NOT l.sellable AND l.kind <> 'transit'
    UNION ALL
    SELECT m.product_id, 0, -m.quantity
    FROM stock_movement m
    JOIN location l ON l.id = m.destination_id
    WHERE NOT l.sellable AND l.kind <> 'transit'
),
off AS (
    SELECT product_id, sum(held) AS held, sum(came) AS came
    FROM entry
    GROUP BY product_id
    HAVING sum(held) <> sum(came)
)
SELECT p.sku, off.held::bigint, off.came::bigint
FROM off
JOIN product p ON p.id = off.product_id
ORDER BY p.sku
