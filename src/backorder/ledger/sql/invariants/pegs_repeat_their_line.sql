-- name: pegs_repeat_their_line
-- invariant: A peg's order, product and place in the queue are its line's; units released to pick
--   stand 2^60 places before it.
-- law: 2
-- reads: peg, order_line
-- writes: nothing
-- parameters: none
SELECT g.line_id, g.n, g.order_id, g.product_id, g.rank, g.released
FROM peg g
JOIN order_line l ON l.id = g.line_id
WHERE g.order_id <> l.order_id OR g.product_id <> l.product_id
    OR g.rank <> l.rank - CASE WHEN g.released THEN 1152921504606846976 ELSE 0 END
ORDER BY g.line_id, g.n
