-- reallocation_pegs_of: all open units of some lines.
-- reads: peg. writes: nothing.
-- parameters: lines (int8 array, each once).
-- invariant: the products of the lines are locked.
SELECT
    array_agg(line_id) AS line,
    array_agg(n::bigint) AS n,
    array_agg(order_id) AS "order",
    array_agg(product_id) AS product,
    array_agg(coalesce(supply_id, 0)) AS supply,
    array_agg(quantity) AS quantity,
    array_agg(rank) AS rank,
    array_agg(coalesce(promised_on - DATE '2000-01-01', -2147483648)::bigint) AS promised_on,
    array_agg((released OR expires_at IS NOT NULL)::int::bigint) AS fixed
FROM (
    SELECT p.*
    FROM unnest(%(lines)s::bigint[]) AS a (line_id)
    JOIN peg AS p ON p.line_id = a.line_id
    ORDER BY p.line_id, p.n
) AS pegs
