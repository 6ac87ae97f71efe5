-- delay_lines: what decides whether lines whose day moved are late, and how their cases stand.
-- reads: order_line, sales_order, customer, promise, delay_case. writes: nothing.
-- parameters: lines (int8 array, each once), packs (the names of the rule packs by their code).
-- invariant: the products of the lines are locked; an open case of a line is the only one.
SELECT
    array_agg(k.line) AS line,
    array_agg(k."order") AS "order",
    array_agg(k.product) AS product,
    array_agg(k.customer) AS customer,
    array_agg(k.placed) AS placed,
    array_agg(k.promised) AS promised,
    array_agg(k.requested) AS requested,
    array_agg(k.legal) AS legal,
    array_agg(k."case") AS "case",
    array_agg(k.pack) AS pack,
    array_agg(k.due) AS due,
    array_agg(k.notices) AS notices,
    array_agg(k.sent) AS sent,
    array_agg(k.notice_to) AS notice_to,
    array_agg(k.agreed) AS agreed,
    array_agg(k.destination) AS destination,
    array_agg(k.class) AS class
FROM (
    SELECT
        l.id AS line,
        l.order_id AS "order",
        l.product_id AS product,
        coalesce(o.customer_id, -o.id) AS customer,
        ((o.placed_at AT TIME ZONE 'UTC')::date - DATE '2000-01-01')::bigint AS placed,
        coalesce(f.promised_on - DATE '2000-01-01', -2147483648)::bigint AS promised,
        coalesce(greatest(l.requested_on, o.wait_until) - DATE '2000-01-01', -2147483648)::bigint
            AS requested,
        coalesce(l.legal_on - DATE '2000-01-01', -2147483648)::bigint AS legal,
        coalesce(c.id, 0) AS "case",
        coalesce(array_position(%(packs)s::text[], c.pack::text), 0)::bigint AS pack,
        coalesce(c.due_on - DATE '2000-01-01', -2147483648)::bigint AS due,
        coalesce(c.notices, 0)::bigint AS notices,
        coalesce(c.sent, 0)::bigint AS sent,
        coalesce(c.notice_to - DATE '2000-01-01', -2147483648)::bigint AS notice_to,
        CASE WHEN c.agreed_open THEN 2147483647
            ELSE coalesce(c.agreed_on - DATE '2000-01-01', -2147483648) END::bigint AS agreed,
        o.destination::text AS destination,
        coalesce(u.customer_class, '')::text AS class
    FROM unnest(%(lines)s::bigint[]) AS a (line_id)
    JOIN order_line AS l ON l.id = a.line_id
    JOIN sales_order AS o ON o.id = l.order_id
    LEFT JOIN customer AS u ON u.id = o.customer_id
    LEFT JOIN delay_case AS c ON c.line_id = l.id AND c.closed_at IS NULL
    CROSS JOIN LATERAL (
        -- What was told first, or what the customer's own change of the order came to. An open case
        -- knows when its line was due: nobody goes through all that was told of it again.
        SELECT CASE WHEN bool_and(p.promised_on IS NOT NULL) THEN max(p.promised_on) END AS promised_on
        FROM promise AS p
        WHERE c.id IS NULL AND p.line_id = l.id AND (p.version = 1 OR p.cause = 'order_changed')
    ) AS f
    ORDER BY l.id
) AS k
