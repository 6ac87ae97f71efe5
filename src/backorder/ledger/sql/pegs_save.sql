-- pegs_save: write what pegs hold now: changed pegs, and new pegs beside them on their lines.
-- reads: peg (the last n of a line, and until when it is held). writes: peg.
-- parameters: columns as arrays: u_* changed pegs; n_* new pegs, ``nth`` counting per line from 1.
-- invariant: the units of a line are the same before and after; a rank below nought is that of
--   units released to pick, and only they have one.
WITH changed AS (
    UPDATE peg AS p
    SET
        supply_id = nullif(u.supply, 0), quantity = u.quantity, rank = u.rank,
        released = u.rank < 0
    FROM unnest(
        %(u_line)s::bigint[], %(u_n)s::bigint[], %(u_supply)s::bigint[], %(u_quantity)s::bigint[], %(u_rank)s::bigint[]
    ) AS u (line, n, supply, quantity, rank)
    WHERE p.line_id = u.line AND p.n = u.n
)
INSERT INTO peg (
    line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on, expires_at
)
SELECT
    a.line, last.n + a.nth, a.order_id, a.product, nullif(a.supply, 0), a.quantity, a.rank,
    nullif(a.promised_on, '-infinity'), last.expires_at
FROM unnest(
    %(n_line)s::bigint[], %(n_nth)s::bigint[], %(n_order)s::bigint[], %(n_product)s::bigint[], %(n_supply)s::bigint[], %(n_quantity)s::bigint[], %(n_rank)s::bigint[],
    %(n_promised_on)s::date[]
) AS a (line, nth, order_id, product, supply, quantity, rank, promised_on)
CROSS JOIN LATERAL (
    SELECT max(p.n) AS n, max(p.expires_at) AS expires_at FROM peg AS p WHERE p.line_id = a.line
) AS last
