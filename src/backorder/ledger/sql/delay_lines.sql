-- delay_lines: what decides whether lines whose day moved are late, and how their cases stand.
-- reads: order_line, sales_order, customer, promise, delay_case. writes: nothing.
-- parameters: lines (int8 array, each once), packs (the names of the rule packs by their code).
-- invariant: the products of the lines are locked; an open case of a line is the only one.
SELECT
    array_agg(l.id ORDER BY l.id) AS line,
    array_agg(l.order_id ORDER BY l.id) AS "order",
    array_agg(l.product_id ORDER BY l.id) AS product,
    array_agg(coalesce(o.customer_id, -o.id) ORDER BY l.id) AS customer,
    array_agg(((o.placed_at AT TIME ZONE 'UTC')::date - DATE '2000-01-01')::bigint ORDER BY l.id) AS placed,
    array_agg(coalesce(f.promised_on - DATE '2000-01-01', -2147483648)::bigint ORDER BY l.id) AS promised,
    array_agg(coalesce(greatest(l.requested_on, o.wait_until) - DATE '2000-01-01', -2147483648)::bigint ORDER BY l.id) AS requested,
    array_agg(coalesce(l.legal_on - DATE '2000-01-01', -2147483648)::bigint ORDER BY l.id) AS legal,
    array_agg(coalesce(c.id, 0) ORDER BY l.id) AS "case",
    array_agg(coalesce(array_position(%(packs)s::text[], c.pack::text), 0)::bigint ORDER BY l.id) AS pack,
    array_agg(coalesce(c.due_on - DATE '2000-01-01', -2147483648)::bigint ORDER BY l.id) AS due,
    array_agg(coalesce(c.notices, 0)::bigint ORDER BY l.id) AS notices,
    array_agg(coalesce(c.sent, 0)::bigint ORDER BY l.id) AS sent,
    array_agg(coalesce(c.notice_to - DATE '2000-01-01', -2147483648)::bigint ORDER BY l.id) AS notice_to,
    array_agg(CASE WHEN c.agreed_open THEN 2147483647
        ELSE coalesce(c.agreed_on - DATE '2000-01-01', -2147483648) END::bigint ORDER BY l.id) AS agreed,
    array_agg(o.destination::text ORDER BY l.id) AS destination,
    array_agg(coalesce(u.customer_class, '')::text ORDER BY l.id) AS class
FROM unnest(%(lines)s::bigint[]) AS a (line_id)
JOIN order_line AS l ON l.id = a.line_id
JOIN sales_order AS o ON o.id = l.order_id
LEFT JOIN customer AS u ON u.id = o.customer_id
LEFT JOIN delay_case AS c ON c.line_id = l.id AND c.closed_at IS NULL
CROSS JOIN LATERAL (
    -- What was told first, or what the customer's own change of the order came to.
    SELECT CASE WHEN bool_and(p.promised_on IS NOT NULL) THEN max(p.promised_on) END AS promised_on
    FROM promise AS p
    WHERE p.line_id = l.id AND (p.version = 1 OR p.cause = 'order_changed')
) AS f
