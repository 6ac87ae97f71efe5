-- name: stock_is_movements
-- invariant: The stock of every product at every sellable place is what its movements add up to.
-- law: 1
-- reads: stock_movement, supply, location, product
-- writes: nothing
-- parameters: none
WITH entry AS (
    SELECT m.product_id, m.destination_id AS location_id, m.quantity AS moved, 0 AS stock
    FROM stock_movement m JOIN location l ON l.id = m.destination_id
    WHERE l.sellable
    UNION ALL
    SELECT m.product_id, m.origin_id, -m.quantity, 0
    FROM stock_movement m JOIN location l ON l.id = m.origin_id
    WHERE l.sellable
    UNION ALL
    SELECT product_id, location_id, 0, quantity FROM supply WHERE kind = 'stock'
),
off AS (
    SELECT product_id, location_id, sum(moved) AS moved, sum(stock) AS stock
    FROM entry
    GROUP BY product_id, location_id
    HAVING sum(moved) <> sum(stock)
)
SELECT p.sku, l.code AS location, off.stock::bigint, off.moved::bigint AS movements
FROM off
JOIN location l ON l.id = off.location_id
JOIN product p ON p.id = off.product_id
ORDER BY p.sku, l.code
