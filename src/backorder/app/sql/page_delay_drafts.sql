-- page_delay_drafts: delay notices that wait for approval, by what made them and by currency.
-- reads: delay_notice, delay_case, order_line, sales_order. writes: nothing.
-- parameters: none.
-- invariant: a draft that a later notice, or a better date, overtook is none, as in delay_drafts.
SELECT
    n.journal_id, n.cause, n.made_at, o.currency, count(*) AS cases,
    count(DISTINCT c.order_id) AS orders, sum(n.quantity)::bigint AS units,
    sum(n.quantity * l.unit_price)::bigint AS value,
    count(*) FILTER (WHERE n.to_on IS NULL) AS undated
FROM delay_notice AS n
JOIN delay_case AS c ON c.id = n.case_id AND c.notices = n.n
JOIN order_line AS l ON l.id = c.line_id
JOIN sales_order AS o ON o.id = c.order_id
WHERE n.draft AND c.asked AND c.closed_at IS NULL
GROUP BY n.journal_id, n.cause, n.made_at, o.currency
ORDER BY n.made_at, n.journal_id, n.cause, o.currency
