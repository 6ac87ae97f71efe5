-- exceptions_delays: open delay cases of some lines, with when their customers were told first.
-- reads: delay_case, delay_told, order_line, peg. writes: nothing.
-- parameters: lines (int8 array), whose products are locked.
-- invariant: one open case a line, and that has open units; units are those that come too late.
SELECT
    c.id, c.product_id, c.line_id, c.pack, c.due_on, c.notices, c.sent,
    (SELECT min(t.at) FROM delay_told AS t WHERE t.case_id = c.id), c.respond_by, c.agreed_on,
    c.agreed_open, c.express, c.period_until, l.unit_price,
    (
        SELECT coalesce(sum(g.quantity), 0)
        FROM peg AS g
        WHERE g.line_id = c.line_id AND (g.promised_on IS NULL OR g.promised_on > c.due_on)
    )::bigint
FROM delay_case AS c
JOIN order_line AS l ON l.id = c.line_id
WHERE c.line_id = ANY(%(lines)s::bigint[]) AND c.closed_at IS NULL
ORDER BY c.id
