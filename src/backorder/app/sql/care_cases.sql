-- care_cases: the open delay cases of an order, each with its last notice.
-- reads: delay_case, delay_notice, order_line, product, sales_order. writes: nothing.
-- parameters: order (id).
-- invariant: one row a case; a notice that is a draft was not sent, and asks nothing yet.
SELECT
    k.id, l.line_no, p.sku, p.name, k.pack, n.n, n.kind, n.quantity, n.from_on, n.to_on,
    k.respond_by, n.silence, k.asked AND (NOT n.draft OR n.approved_at IS NOT NULL), k.agreed_on,
    k.agreed_open, k.period_until
FROM delay_case AS k
JOIN delay_notice AS n ON n.case_id = k.id AND n.n = k.notices
JOIN order_line AS l ON l.id = k.line_id
JOIN product AS p ON p.id = k.product_id
WHERE k.order_id = %(order)s::bigint AND k.closed_at IS NULL
ORDER BY l.line_no, k.id
