-- delay_cases: open or closed delay cases, with what is late of their lines now.
-- reads: delay_case, order_line, product, customer, peg, delay_answer. writes: nothing.
-- parameters: cases (int8 array), orders (int8 array: the open cases of these).
-- invariant: read again under the locks of their products before anything is decided.
SELECT
    c.id, c.line_id, c.order_id, c.product_id, l.line_no, p.sku, c.pack, c.due_on, c.told_on,
    c.notices, c.sent, c.silence, c.respond_by, c.asked, c.agreed_on, c.agreed_open, c.express,
    c.period_until, l.latest_on, c.closed_at IS NOT NULL, c.outcome,
    (SELECT count(*) FROM delay_answer AS a WHERE a.case_id = c.id)::int,
    coalesce(g.late, 0)::bigint, coalesce(g.released, 0)::bigint
FROM delay_case AS c
JOIN order_line AS l ON l.id = c.line_id
JOIN product AS p ON p.id = c.product_id
LEFT JOIN LATERAL (
    SELECT
        sum(g.quantity) FILTER (WHERE NOT g.released) AS late,
        sum(g.quantity) FILTER (WHERE g.released) AS released
    FROM peg AS g
    WHERE g.line_id = c.line_id AND (g.promised_on IS NULL OR g.promised_on > c.due_on)
) AS g ON TRUE
WHERE c.id = ANY(%(cases)s::bigint[])
    OR (c.order_id = ANY(%(orders)s::bigint[]) AND c.closed_at IS NULL)
ORDER BY c.id
