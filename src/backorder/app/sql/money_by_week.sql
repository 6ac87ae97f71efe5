-- money_by_week: what is held for open units and what is still to come in, by the week they ship.
-- reads: payment_term, order_line, sales_order, money_entry, peg, supply. writes: nothing.
-- parameters: none.
-- invariant: one row a currency and three weeks (Mondays; null: no day): as told, and the days that
--   hold at one chance in two and four in five. Held and due money pays for the first units to ship.
WITH of_lines AS (
    SELECT
        t.line_id, o.currency, l.unit_price, t.method, t.due_now,
        (l.ordered - l.shipped - l.cancelled) * l.unit_price AS open_value,
        (l.shipped - l.returned) * l.unit_price AS delivered,
        e.held, e.receivable,
        CASE l.promise_quantile WHEN 50 THEN 0 WHEN 95 THEN 1.644854 ELSE 0.841621 END AS told_at
    FROM payment_term AS t
    JOIN order_line AS l ON l.id = t.line_id AND l.ordered > l.shipped + l.cancelled
    JOIN sales_order AS o ON o.id = t.order_id
    CROSS JOIN LATERAL (
        SELECT
            coalesce(-sum(m.amount) FILTER (WHERE m.account = 'deposits'), 0)::bigint AS held,
            coalesce(sum(m.amount) FILTER (WHERE m.account = 'receivable'), 0)::bigint AS receivable
        FROM money_entry AS m
        WHERE m.order_id = t.order_id AND m.line_id = t.line_id
    ) AS e
),
settled AS (
    SELECT
        f.*,
        f.held + CASE f.method
            WHEN 'now' THEN f.open_value - f.held
            WHEN 'deposit' THEN greatest(
                0, least(f.due_now - f.held - f.delivered + f.receivable, f.open_value - f.held)
            )
            ELSE 0
        END AS covered
    FROM of_lines AS f
),
parts AS (
    SELECT
        s.line_id, s.currency, s.held, s.covered, g.quantity,
        g.quantity * s.unit_price AS value,
        sum(g.quantity * s.unit_price) OVER (
            PARTITION BY g.line_id ORDER BY g.promised_on NULLS LAST, g.n
        ) - g.quantity * s.unit_price AS before,
        g.promised_on AS told,
        g.promised_on - round(s.told_at * coalesce(p.spread_days, 0))::int AS p50,
        g.promised_on + round((0.841621 - s.told_at) * coalesce(p.spread_days, 0))::int AS p80
    FROM settled AS s
    JOIN peg AS g ON g.line_id = s.line_id AND g.expires_at IS NULL
    LEFT JOIN supply AS p ON p.id = g.supply_id
)
SELECT
    currency,
    date_trunc('week', told::timestamp)::date AS told,
    date_trunc('week', p50::timestamp)::date AS p50,
    date_trunc('week', p80::timestamp)::date AS p80,
    sum(quantity)::bigint AS units,
    sum(least(value, greatest(0, held - before)))::bigint AS deferred,
    sum(value - least(value, greatest(0, covered - before)))::bigint AS cash,
    sum(least(value, greatest(0, covered - before))
        - least(value, greatest(0, held - before)))::bigint AS due
FROM parts
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4 -- unique: the groups
