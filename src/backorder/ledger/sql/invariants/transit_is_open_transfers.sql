-- name: transit_is_open_transfers
-- invariant: What the movements leave on the way is what the transfers have not seen arrive.
-- law: 1
-- reads: stock_movement, location, transfer_line, product
-- writes: nothing
-- parameters: none
WITH entry AS (
    SELECT m.product_id, m.quantity AS moved, 0 AS open
    FROM stock_movement m
    JOIN location l ON l.id = m.destination_id
    WHERE l.kind = 'transit'
    UNION ALL
    SELECT m.product_id, -m.quantity, 0
    FROM stock_movement m
    JOIN location l ON l.id = m.origin_id
    WHERE l.kind = 'transit'
    UNION ALL
    SELECT product_id, 0, sent - received - damaged - lost FROM transfer_line
),
off AS (
    SELECT product_id, sum(moved) AS moved, sum(open) AS open
    FROM entry
    GROUP BY product_id
    HAVING sum(moved) <> sum(open)
)
SELECT p.sku, off.moved::bigint AS movements, off.open::bigint AS open_transfers
FROM off
JOIN product p ON p.id = off.product_id
ORDER BY p.sku
