-- name: nobody_is_undated_beside_free_supply
-- invariant: No line's date is unknown while any supply of its product has units for nobody.
-- law: 2
-- reads: peg, supply, product
-- writes: nothing
-- parameters: none
WITH undated AS (
    SELECT order_id, line_id, n, product_id, quantity
    FROM peg
    WHERE supply_id IS NULL
),
free AS (
    SELECT product_id, sum(quantity - pegged) AS quantity
    FROM supply
    WHERE quantity > pegged
    GROUP BY product_id
)
SELECT u.order_id, u.line_id, u.n, p.sku, u.quantity AS undated, f.quantity::bigint AS free
FROM undated u
JOIN free f ON f.product_id = u.product_id
JOIN product p ON p.id = u.product_id
ORDER BY u.line_id, u.n
