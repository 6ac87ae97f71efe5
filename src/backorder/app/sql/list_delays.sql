-- list_delays: delay cases with their last notice.
-- reads: delay_case, delay_notice, order_line, sales_order, product, customer. writes: nothing.
-- parameters: none.
-- invariant: one row a case; _day is the day to answer by, counted from 2000-01-01.
SELECT
    c.id AS _place, c.respond_by - DATE '2000-01-01' AS _day, c.asked AS _asked, c.id AS "case",
    c.order_id AS "order", l.line_no, u.ref AS customer, u.name AS customer_name, p.sku, p.name,
    n.quantity, n.quantity * l.unit_price AS value, o.currency, o.currency AS _currency,
    CASE
        WHEN c.closed_at IS NOT NULL THEN 'ended'
        WHEN NOT c.asked THEN 'settled'
        WHEN n.draft THEN 'to_approve'
        ELSE 'waiting'
    END AS state,
    c.pack, n.kind, c.notices AS notice, c.sent, n.draft, n.cause, c.due_on AS due,
    n.from_on AS "from", c.told_on AS "to", c.silence, c.respond_by, c.agreed_on AS agreed_until,
    c.agreed_open, c.period_until, c.opened_at, c.closed_at, c.outcome, c.refund_by
FROM delay_case AS c
JOIN delay_notice AS n ON n.case_id = c.id AND n.n = c.notices
JOIN order_line AS l ON l.id = c.line_id
JOIN sales_order AS o ON o.id = c.order_id
JOIN product AS p ON p.id = c.product_id
LEFT JOIN customer AS u ON u.id = o.customer_id
