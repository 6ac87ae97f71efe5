-- review_waiting: the supplies that may be overdue, and the first day from which on one of those who
-- wait for each, at each quantile, must be told that it is later.
-- reads: supply, lead_time, product, peg, order_line, sales_order. writes: nothing.
-- parameters: today (at the place where it is latest).
-- invariant: one row per such supply that someone with a date waits for, and quantile. Of an order that ships
--   complete all lines are told when one must be.
SELECT
    s.product_id, p.sku, min(t.tell_on), s.location_id, s.available_on, s.spread_days,
    l.promise_quantile,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = s.supplier_id AND t.product_id = s.product_id
    )
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN peg AS g ON g.supply_id = s.id
JOIN order_line AS l ON l.id = g.line_id
JOIN sales_order AS o ON o.id = l.order_id
CROSS JOIN LATERAL (
    SELECT min(least(
        u.promised_on + m.tell_later_days,
        CASE WHEN u.promised_on <= m.latest_on THEN m.latest_on + 1 END,
        CASE WHEN u.promised_on <= m.legal_on THEN m.legal_on + 1 END
    )) AS tell_on
    FROM order_line AS m
    JOIN peg AS u ON u.line_id = m.id
    WHERE m.order_id = l.order_id
        AND (o.ship = 'complete' OR (m.id = l.id AND u.n = g.n))
) AS t
WHERE NOT s.kind = 'stock' AND s.quantity > 0 AND s.available_on < %(today)s::date
    AND g.promised_on IS NOT NULL AND t.tell_on IS NOT NULL
GROUP BY s.id, p.sku, l.promise_quantile
ORDER BY s.product_id, l.promise_quantile, s.id
