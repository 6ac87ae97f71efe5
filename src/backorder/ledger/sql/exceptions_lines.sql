-- exceptions_lines: the lines of some products that have open units, and what a unit of each costs.
-- reads: supply, peg, order_line. writes: nothing.
-- parameters: products (int8 array), locked by an earlier statement.
-- invariant: every peg is found by its supply, or among those without one; lines come in order.
WITH open AS (
    SELECT g.line_id
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id
    WHERE s.product_id = ANY(%(products)s::bigint[]) AND NOT s.quantity = 0
    UNION
    SELECT line_id
    FROM peg
    WHERE product_id = ANY(%(products)s::bigint[]) AND supply_id IS NULL
)
SELECT array_agg(id) AS line, array_agg(unit_price) AS price
FROM (
    SELECT l.id, l.unit_price
    FROM open AS o
    JOIN order_line AS l ON l.id = o.line_id
    ORDER BY l.id
) AS lines
