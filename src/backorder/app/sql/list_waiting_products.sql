-- list_waiting_products: products that units are waited for, the most units first.
-- reads: supply, peg, product, order_line. writes: nothing.
-- parameters: none.
-- invariant: a value is as large as a bigint at most; one row a product; units of quotes and holds are
--   no order's yet and left out. What is counted of pegs is counted for the rows of a page alone: they
--   are put in their order first.
SELECT
    w.units AS _place, w.product_id AS _place2, p.currency AS _currency,
    p.sku, p.name AS product, p.category, w.units, w.unknown, p.currency, d.lines, d.orders, d.late,
    d.next_on, d.last_on, d.value
FROM (
    SELECT
        s.product_id, sum(s.units)::bigint AS units,
        coalesce(sum(s.units) FILTER (WHERE s.unknown), 0)::bigint AS unknown
    FROM (
        SELECT product_id, pegged AS units, false AS unknown
        FROM supply
        WHERE NOT quantity = 0 AND kind <> 'stock' AND pegged > 0
        UNION ALL
        SELECT product_id, quantity, true
        FROM peg
        WHERE supply_id IS NULL
        UNION ALL
        SELECT g.product_id, -g.quantity, s.id IS NULL
        FROM peg AS g
        LEFT JOIN supply AS s ON s.id = g.supply_id
        WHERE g.expires_at IS NOT NULL AND s.kind IS DISTINCT FROM 'stock'
    ) AS s
    GROUP BY s.product_id
    HAVING sum(s.units) > 0
    ORDER BY units DESC, s.product_id DESC
) AS w
JOIN product AS p ON p.id = w.product_id
CROSS JOIN LATERAL (
    SELECT
        count(DISTINCT g.line_id) AS lines, count(DISTINCT g.order_id) AS orders,
        count(*) FILTER (WHERE g.available_on > g.promised_on) AS late,
        min(g.promised_on) AS next_on, max(g.promised_on) AS last_on,
        least(
            coalesce(sum(g.quantity::numeric * l.unit_price), 0), 9223372036854775807
        )::bigint AS value
    FROM (
        SELECT a.*, s.available_on
        FROM supply AS s
        JOIN peg AS a ON a.supply_id = s.id
        WHERE s.product_id = w.product_id AND NOT s.quantity = 0 AND s.kind <> 'stock'
        UNION ALL
        SELECT a.*, NULL
        FROM peg AS a
        WHERE a.product_id = w.product_id AND a.supply_id IS NULL
    ) AS g
    JOIN order_line AS l ON l.id = g.line_id
    WHERE g.expires_at IS NULL
) AS d
