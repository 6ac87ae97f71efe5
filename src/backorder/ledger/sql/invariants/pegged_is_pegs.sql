-- name: pegged_is_pegs
-- invariant: What a supply says is pegged is the sum of its pegs.
-- law: 3
-- reads: supply, peg
-- writes: nothing
-- parameters: none
WITH claim AS (
    SELECT supply_id, sum(quantity) AS quantity
    FROM peg
    WHERE supply_id IS NOT NULL
    GROUP BY supply_id
)
SELECT s.id AS supply_id, s.name, s.pegged, coalesce(c.quantity, 0)::bigint AS pegs
FROM supply s
LEFT JOIN claim c ON c.supply_id = s.id
WHERE s.pegged <> coalesce(c.quantity, 0)
ORDER BY s.id
