-- page_product_pegs: who has units of a product, in the order of their days.
-- reads: supply, peg, order_line, sales_order, customer, hold. writes: nothing.
-- parameters: product (id); limit (rows).
-- invariant: one row a peg; those of quotes and holds have no order line.
SELECT
    g.order_id, coalesce(h.kind, 'order'), l.line_no, c.ref, c.name, g.quantity, g.promised_on,
    coalesce(s.kind, 'unknown'), s.name, s.available_on
FROM (
    SELECT g.*
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id
    WHERE s.product_id = %(product)s::bigint AND NOT s.quantity = 0
    UNION ALL
    SELECT * FROM peg WHERE product_id = %(product)s::bigint AND supply_id IS NULL
) AS g
LEFT JOIN supply AS s ON s.id = g.supply_id
LEFT JOIN hold AS h ON h.id = g.order_id AND g.expires_at IS NOT NULL
LEFT JOIN order_line AS l ON l.id = g.line_id AND g.expires_at IS NULL
LEFT JOIN sales_order AS o ON o.id = l.order_id
LEFT JOIN customer AS c ON c.id = o.customer_id
ORDER BY (s.kind = 'stock') DESC NULLS LAST, g.promised_on NULLS LAST, g.rank, g.line_id, g.n
LIMIT %(limit)s::bigint
