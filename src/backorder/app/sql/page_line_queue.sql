-- page_line_queue: who stands before a line in the queues of the supplies that it waits for.
-- reads: peg, supply, order_line, sales_order, customer, product. writes: nothing.
-- parameters: line (id); limit (rows a supply).
-- invariant: the queue is by rank, lowest first; what is allocated waits in no queue. Units without a
--   supply queue by product. Of those before, the nearest are listed, and counted all.
WITH mine AS (
    SELECT DISTINCT ON (g.supply_id) g.product_id, g.supply_id, s.name, g.rank
    FROM peg AS g
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE g.line_id = %(line)s::bigint AND s.kind IS DISTINCT FROM 'stock'
    ORDER BY g.supply_id, g.rank, g.n
)
SELECT m.name, a.lines, a.units, b.order_id, b.line_no, b.ref, b.name, b.quantity, b.promised_on
FROM mine AS m
CROSS JOIN LATERAL (
    SELECT count(DISTINCT g.line_id) AS lines, coalesce(sum(g.quantity), 0)::bigint AS units
    FROM peg AS g
    WHERE g.rank < m.rank AND (
        g.supply_id = m.supply_id
        OR (m.supply_id IS NULL AND g.supply_id IS NULL AND g.product_id = m.product_id)
    )
) AS a
LEFT JOIN LATERAL (
    SELECT g.order_id, l.line_no, c.ref, c.name, g.quantity, g.promised_on, g.rank, g.line_id, g.n
    FROM peg AS g
    LEFT JOIN order_line AS l ON l.id = g.line_id
    LEFT JOIN sales_order AS o ON o.id = g.order_id
    LEFT JOIN customer AS c ON c.id = o.customer_id
    WHERE g.rank < m.rank AND (
        g.supply_id = m.supply_id
        OR (m.supply_id IS NULL AND g.supply_id IS NULL AND g.product_id = m.product_id)
    )
    ORDER BY g.rank DESC, g.line_id DESC, g.n
    LIMIT %(limit)s::bigint
) AS b ON true
ORDER BY m.name NULLS LAST, b.rank, b.line_id, b.n
