-- name: released_units_are_on_the_shelf
-- invariant: What is released to pick is allocated from stock.
-- law: 2
-- reads: peg, supply
-- writes: nothing
-- parameters: none
SELECT g.order_id, g.line_id, g.n, g.quantity, s.kind
FROM peg g
LEFT JOIN supply s ON s.id = g.supply_id
WHERE g.released AND s.kind IS DISTINCT FROM 'stock'
ORDER BY g.line_id, g.n
