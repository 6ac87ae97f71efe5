-- money_lines: the lines of some orders with their terms and what stands of their money.
-- reads: order_line, sales_order, product, payment_term, money_entry. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: read under the locks of the lines' products; method is null where a line has no terms.
WITH of_lines AS (
    SELECT
        line_id,
        sum(amount) FILTER (WHERE account = 'deposits') AS held,
        sum(amount) FILTER (WHERE account = 'receivable') AS receivable,
        sum(amount) FILTER (WHERE account = 'refunds_payable') AS refunds
    FROM money_entry
    WHERE order_id = ANY(%(orders)s::bigint[]) AND line_id IS NOT NULL
    GROUP BY line_id
),
of_orders AS (
    SELECT
        order_id,
        sum(amount) FILTER (WHERE account = 'deposits' AND line_id IS NULL) AS spare,
        sum(amount) FILTER (WHERE account IN ('cash', 'refunds_payable')) AS net
    FROM money_entry
    WHERE order_id = ANY(%(orders)s::bigint[])
    GROUP BY order_id
)
SELECT
    o.id, o.currency, coalesce(-a.spare, 0)::bigint, coalesce(a.net, 0)::bigint, l.id, p.sku,
    l.unit_price, l.ordered - l.shipped - l.cancelled, l.shipped - l.returned, t.method, t.due_now,
    coalesce(-e.held, 0)::bigint, coalesce(e.receivable, 0)::bigint,
    coalesce(-e.refunds, 0)::bigint
FROM sales_order AS o
JOIN order_line AS l ON l.order_id = o.id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN payment_term AS t ON t.line_id = l.id
LEFT JOIN of_lines AS e ON e.line_id = l.id
LEFT JOIN of_orders AS a ON a.order_id = o.id
WHERE o.id = ANY(%(orders)s::bigint[])
ORDER BY o.id, l.line_no
