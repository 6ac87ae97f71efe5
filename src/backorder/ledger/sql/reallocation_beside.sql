-- reallocation_beside: all open units of some orders.
-- reads: order_line, peg. writes: nothing.
-- parameters: orders (int8 array, each once).
-- invariant: a line belongs to one order for good.
SELECT
    array_agg(line_id) AS line,
    array_agg(n::bigint) AS n,
    array_agg(order_id) AS "order",
    array_agg(product_id) AS product,
    array_agg(coalesce(supply_id, 0)) AS supply,
    array_agg(quantity) AS quantity,
    array_agg(rank) AS rank,
    array_agg(coalesce(promised_on - DATE '2000-01-01', -2147483648)::bigint) AS promised_on
FROM (
    SELECT p.*
    FROM unnest(%(orders)s::bigint[]) AS o (order_id)
    JOIN order_line AS l ON l.order_id = o.order_id
    JOIN peg AS p ON p.line_id = l.id
    ORDER BY p.line_id, p.n
) AS pegs
