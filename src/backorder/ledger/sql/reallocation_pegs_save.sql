-- reallocation_pegs_save: write pegs whose units changed supply, and the new pegs beside them.
-- reads: peg (the last peg of a line). writes: peg.
-- parameters: columns as arrays: u_* changed pegs, n_* new ones; n_nth counts those of a line.
-- invariant: the units of a line are the same before and after; what was told moves with the units.
WITH changed AS (
    UPDATE peg AS p
    SET supply_id = nullif(u.supply, 0), quantity = u.quantity
    FROM unnest(%(u_line)s::bigint[], %(u_n)s::bigint[], %(u_supply)s::bigint[], %(u_quantity)s::bigint[])
        AS u (line, n, supply, quantity)
    WHERE p.line_id = u.line AND p.n = u.n
),
last AS (
    SELECT a.line, max(p.n) AS n
    FROM (SELECT DISTINCT line FROM unnest(%(n_line)s::bigint[]) AS d (line)) AS a
    JOIN peg AS p ON p.line_id = a.line
    GROUP BY a.line
)
INSERT INTO peg (line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on)
SELECT
    a.line, last.n + a.nth, a.order_id, a.product, nullif(a.supply, 0), a.quantity, a.rank,
    nullif(a.promised_on, '-infinity')
FROM unnest(
    %(n_line)s::bigint[], %(n_nth)s::bigint[], %(n_order)s::bigint[], %(n_product)s::bigint[],
    %(n_supply)s::bigint[], %(n_quantity)s::bigint[], %(n_rank)s::bigint[], %(n_promised_on)s::date[]
) AS a (line, nth, order_id, product, supply, quantity, rank, promised_on)
JOIN last ON last.line = a.line
