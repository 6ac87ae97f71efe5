-- pegs_fence: put units in front of every queue because they are released to pick, or take them
-- back to their line's place.
-- reads: peg (the last n of a line). writes: peg.
-- parameters: columns as arrays: line, n, nth (counting per line from 1), units, shift (what is
--   added to the rank: below nought releases).
-- invariant: the units of a line are the same before and after; a peg released in part is split.
WITH asked AS (
    SELECT *
    FROM unnest(
        %(line)s::bigint[], %(n)s::bigint[], %(nth)s::bigint[], %(units)s::bigint[], %(shift)s::bigint[]
    ) AS a (line, n, nth, units, shift)
),
whole AS (
    UPDATE peg AS p
    SET released = a.shift < 0, rank = p.rank + a.shift
    FROM asked AS a
    WHERE p.line_id = a.line AND p.n = a.n AND p.quantity = a.units
),
part AS (
    UPDATE peg AS p
    SET quantity = p.quantity - a.units
    FROM asked AS a
    WHERE p.line_id = a.line AND p.n = a.n AND p.quantity > a.units
    RETURNING p.line_id, p.order_id, p.product_id, p.supply_id, p.promised_on, p.rank, a.nth, a.units, a.shift
)
INSERT INTO peg (line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on, released)
SELECT
    o.line_id, (SELECT max(p.n) FROM peg AS p WHERE p.line_id = o.line_id) + o.nth, o.order_id,
    o.product_id, o.supply_id, o.units, o.rank + o.shift, o.promised_on, o.shift < 0
FROM part AS o
