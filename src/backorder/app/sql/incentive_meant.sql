-- incentive_meant: orders that rules of incentives mean now, one a customer, of nobody who was
--   considered by the rule lately or holds a code that is still good.
-- reads: incentive_rule, promise, order_line, delay_case, sales_order, customer, incentive,
--   incentive_redemption, peg, supply, product.
-- writes: nothing.
-- parameters: events (array), today, now, since (instant: a slip before it is history), entries
--   (int8 array: of the journal, whose slips are news whenever they were), oldest (instant: since, or
--   that of the first entry if it is older), orders (int8 array: those whose customers are about to
--   cancel), limit.
-- invariant: one row a customer; of several rules the oldest, of several orders the oldest.
WITH live AS (
    SELECT *
    FROM incentive_rule
    WHERE active AND event = ANY(%(events)s::text[])
        AND coalesce(valid_from, '-infinity') <= %(today)s::date
        AND coalesce(valid_until, 'infinity') >= %(today)s::date
),
told AS (
    SELECT line_id, max(version) AS version
    FROM promise
    WHERE made_at >= %(oldest)s::timestamptz AND version > 1
        AND (made_at >= %(since)s::timestamptz OR journal_id = ANY(%(entries)s::bigint[]))
        AND EXISTS (SELECT FROM live WHERE event = 'slip')
    GROUP BY line_id
),
slipped AS (
    -- Days later than first told; a day that is not known any more is later than any.
    SELECT l.order_id, max(CASE WHEN d.known THEN d.day - f.day ELSE 9999 END) AS days
    FROM told AS t
    JOIN order_line AS l ON l.id = t.line_id
    CROSS JOIN LATERAL (
        SELECT max(p.promised_on) AS day
        FROM promise AS p
        WHERE p.line_id = t.line_id AND p.version = 1
    ) AS f
    CROSS JOIN LATERAL (
        SELECT max(p.promised_on) AS day, bool_and(p.promised_on IS NOT NULL) AS known
        FROM promise AS p
        WHERE p.line_id = t.line_id AND p.version = t.version
    ) AS d
    WHERE f.day IS NOT NULL
    GROUP BY l.order_id
),
late AS (
    SELECT DISTINCT order_id
    FROM delay_case
    WHERE closed_at IS NULL AND asked AND EXISTS (SELECT FROM live WHERE event = 'delay_case')
),
meant AS (
    SELECT r.id AS rule_id, s.order_id
    FROM live AS r
    JOIN slipped AS s ON s.days >= r.slip_days
    WHERE r.event = 'slip'
    UNION ALL
    SELECT r.id, c.order_id
    FROM live AS r
    CROSS JOIN late AS c
    WHERE r.event = 'delay_case'
    UNION ALL
    SELECT r.id, a.order_id
    FROM live AS r
    CROSS JOIN unnest(%(orders)s::bigint[]) AS a (order_id)
    WHERE r.event = 'cancel_intent'
)
SELECT DISTINCT ON (o.customer_id)
    r.id, r.name, r.event, r.kind, r.response, r.most, r.category, o.id, o.currency
FROM meant AS m
JOIN live AS r ON r.id = m.rule_id
JOIN sales_order AS o ON o.id = m.order_id AND o.currency = r.currency
JOIN customer AS c ON c.id = o.customer_id AND r.customer_class IN ('', c.customer_class)
WHERE NOT EXISTS (
        SELECT FROM incentive AS i WHERE i.rule_id = m.rule_id AND i.order_id = m.order_id
    )
    AND NOT EXISTS (
        SELECT
        FROM incentive AS i
        LEFT JOIN incentive_redemption AS u ON u.incentive_id = i.id
        WHERE i.customer_id = o.customer_id
            AND (
                (
                    i.rule_id = m.rule_id AND i.outcome IN ('given', 'held_out')
                    AND i.at > %(now)s::timestamptz - make_interval(days => r.expires_days)
                )
                OR (i.expires_on >= %(today)s::date AND u.incentive_id IS NULL)
            )
    )
    AND EXISTS (
        SELECT
        FROM order_line AS l
        JOIN peg AS g ON g.line_id = l.id
        JOIN product AS p ON p.id = l.product_id
        LEFT JOIN supply AS s ON s.id = g.supply_id
        WHERE l.order_id = m.order_id AND s.kind IS DISTINCT FROM 'stock'
            AND r.category IN ('', p.category)
    )
ORDER BY o.customer_id, r.id, o.id
LIMIT %(limit)s::bigint
