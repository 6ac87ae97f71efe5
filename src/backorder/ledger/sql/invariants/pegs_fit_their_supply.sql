-- name: pegs_fit_their_supply
-- invariant: A peg is for the product of its supply.
-- law: 3
-- reads: peg, supply
-- writes: nothing
-- parameters: none
SELECT g.line_id, g.n, g.product_id, s.id AS supply_id, s.product_id AS supply_product_id
FROM peg g
JOIN supply s ON s.id = g.supply_id
WHERE g.product_id <> s.product_id
ORDER BY g.line_id, g.n
