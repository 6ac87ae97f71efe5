-- pegs_save: write what pegs hold now: changed pegs, and new pegs beside them on their lines.
-- reads: peg (the last n of a line). writes: peg.
-- parameters: columns as arrays: u_* changed pegs; n_* new pegs, ``nth`` counting per line from 1.
-- invariant: the units of a line are the same before and after.
WITH changed AS (
    UPDATE peg AS p
    SET supply_id = nullif(u.supply, 0), quantity = u.quantity
    FROM unnest(%(u_line)s, %(u_n)s, %(u_supply)s, %(u_quantity)s) AS u (line, n, supply, quantity)
    WHERE p.line_id = u.line AND p.n = u.n
)
INSERT INTO peg (line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on)
SELECT
    a.line, (SELECT max(p.n) FROM peg AS p WHERE p.line_id = a.line) + a.nth, a.order_id,
    a.product, nullif(a.supply, 0), a.quantity, a.rank, nullif(a.promised_on, '-infinity')
FROM unnest(
    %(n_line)s, %(n_nth)s, %(n_order)s, %(n_product)s, %(n_supply)s, %(n_quantity)s, %(n_rank)s,
    %(n_promised_on)s
) AS a (line, nth, order_id, product, supply, quantity, rank, promised_on)
