-- reallocation_pegs: all open units of some products.
-- reads: supply, peg. writes: nothing.
-- parameters: products (int8 array).
-- invariant: pegs are found by their supplies, and those without one by their product; each has an
--   index of its own.
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
    SELECT g.*
    FROM (
        SELECT p.*
        FROM supply AS s
        JOIN peg AS p ON p.supply_id = s.id
        WHERE s.product_id = ANY(%(products)s::bigint[]) AND NOT s.quantity = 0
        UNION ALL
        SELECT p.*
        FROM peg AS p
        WHERE p.product_id = ANY(%(products)s::bigint[]) AND p.supply_id IS NULL
    ) AS g
    ORDER BY g.line_id, g.n
) AS pegs
