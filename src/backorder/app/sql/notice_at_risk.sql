-- notice_at_risk: open lines that may miss the day that was told, those of most value first.
-- reads: exception_case, order_line, sales_order, customer, product. writes: nothing.
-- parameters: limit.
-- invariant: one row a line; the last column is how many there are in all.
SELECT
    l.order_id, coalesce(nullif(c.name, ''), c.ref, ''), p.sku, p.name,
    (e.facts ->> 'units')::bigint, e.facts ->> 'told_on', e.facts ->> 'expected_on',
    count(*) OVER ()::int
FROM exception_case AS e
JOIN order_line AS l ON l.id = e.line_id
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS p ON p.id = e.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE e.code = 'promise_at_risk' AND e.closed_at IS NULL
ORDER BY e.value DESC NULLS LAST, e.id
LIMIT %(limit)s::int
