-- page_open_now: accepted units that wait now, by currency.
-- reads: peg, supply, order_line, sales_order. writes: nothing.
-- parameters: none.
-- invariant: what a quote or a hold claims is nobody's order yet, and does not wait.
WITH waiting AS (
    SELECT
        g.line_id, g.order_id, sum(g.quantity) AS units,
        sum(g.quantity) FILTER (WHERE g.supply_id IS NULL) AS unknown,
        bool_or(s.available_on > g.promised_on) AS late
    FROM peg AS g
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE s.kind IS DISTINCT FROM 'stock' AND g.expires_at IS NULL
    GROUP BY g.line_id, g.order_id
)
SELECT
    o.currency, sum(w.units)::bigint, count(*), count(DISTINCT w.order_id),
    coalesce(sum(w.unknown), 0)::bigint, count(*) FILTER (WHERE w.late),
    sum(w.units * l.unit_price)
FROM waiting AS w
JOIN order_line AS l ON l.id = w.line_id
JOIN sales_order AS o ON o.id = w.order_id
GROUP BY o.currency
ORDER BY o.currency
