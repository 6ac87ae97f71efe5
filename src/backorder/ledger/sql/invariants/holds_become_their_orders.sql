-- name: holds_become_their_orders
-- invariant: A confirmed quote or hold is the order of its number, line by line; no other quote or
--   hold shares its number with an order.
-- law: 2
-- reads: hold, hold_line, sales_order, order_line
-- writes: nothing
-- parameters: none
WITH line AS (
    SELECT
        coalesce(l.hold_id, o.order_id) AS hold_id, coalesce(l.id, o.id) AS line_id,
        l.id IS NOT NULL AND o.id IS NOT NULL
            AND l.hold_id = o.order_id AND l.product_id = o.product_id
            AND l.quantity = o.ordered AND l.unit_price = o.unit_price AS same
    FROM hold_line l
    JOIN hold h ON h.id = l.hold_id AND h.ended_as = 'confirmed'
    LEFT JOIN order_line o ON o.id = l.id
)
SELECT h.id AS hold_id, NULL::bigint AS line_id, 'no order' AS problem
FROM hold h
WHERE h.ended_as = 'confirmed' AND NOT EXISTS (
    SELECT FROM sales_order o
    WHERE o.id = h.id AND o.currency = h.currency AND o.placed_at = h.ended_at
)
UNION ALL
SELECT h.id, NULL, 'an order without confirmation'
FROM hold h
JOIN sales_order o ON o.id = h.id
WHERE h.ended_as <> 'confirmed'
UNION ALL
SELECT hold_id, line_id, 'not the line of the order'
FROM line
WHERE NOT same
ORDER BY hold_id, line_id
