-- pegs_cut: take units off pegs that ship or are cancelled; a peg left with nothing goes.
-- reads: nothing. writes: peg.
-- parameters: columns as arrays: line, n, units.
-- invariant: no peg is cut below nought (its CHECK refuses nought, so an emptied peg is deleted).
WITH cut AS (
    SELECT line, n, units FROM unnest(%(line)s::bigint[], %(n)s::bigint[], %(units)s::bigint[]) AS c (line, n, units)
),
gone AS (
    DELETE FROM peg AS p
    USING cut AS c
    WHERE p.line_id = c.line AND p.n = c.n AND p.quantity = c.units
)
UPDATE peg AS p
SET quantity = p.quantity - c.units
FROM cut AS c
WHERE p.line_id = c.line AND p.n = c.n AND NOT p.quantity = c.units
