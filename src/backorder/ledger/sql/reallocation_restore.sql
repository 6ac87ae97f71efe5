-- reallocation_restore: put the pegs of a reallocation's lines back to what they were before.
-- reads: nothing. writes: peg, reallocation.
-- parameters: id, at, journal; columns as arrays: d_line, d_n pegs to delete; line, n, order,
--   product, supply, quantity, rank, promised_on pegs as they were.
-- invariant: no peg of d_* is among the others; a peg that is there keeps its number.
WITH gone AS (
    DELETE FROM peg AS p
    USING unnest(%(d_line)s::bigint[], %(d_n)s::bigint[]) AS d (line, n)
    WHERE p.line_id = d.line AND p.n = d.n
),
undone AS (
    UPDATE reallocation
    SET undone_at = %(at)s::timestamptz, undone_by = %(journal)s::bigint
    WHERE id = %(id)s::bigint
)
INSERT INTO peg (line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on)
SELECT
    g.line, g.n, g.order_id, g.product, nullif(g.supply, 0), g.quantity, g.rank,
    nullif(g.promised_on, '-infinity')
FROM unnest(
    %(line)s::bigint[], %(n)s::bigint[], %(order)s::bigint[], %(product)s::bigint[],
    %(supply)s::bigint[], %(quantity)s::bigint[], %(rank)s::bigint[], %(promised_on)s::date[]
) AS g (line, n, order_id, product, supply, quantity, rank, promised_on)
ON CONFLICT (line_id, n) DO UPDATE
SET supply_id = excluded.supply_id, quantity = excluded.quantity, promised_on = excluded.promised_on
