-- name: refunds_fit_what_was_paid
-- invariant: No more is owed back or went back of an order than was paid for it; a refund is posted, and
--   what of it went back; it is for units of its line that were cancelled or returned.
-- law: 1
-- reads: refund_due, money_entry, order_line
-- writes: nothing
-- parameters: none
WITH of_orders AS (
    SELECT order_id, sum(amount) AS net
    FROM money_entry
    WHERE account IN ('cash', 'refunds_payable')
    GROUP BY order_id
),
of_refunds AS (
    SELECT
        refund_id,
        -sum(amount) FILTER (WHERE account = 'refunds_payable' AND amount < 0) AS owed,
        coalesce(-sum(amount) FILTER (WHERE account = 'cash'), 0) AS made
    FROM money_entry
    WHERE refund_id IS NOT NULL
    GROUP BY refund_id
),
of_lines AS (
    SELECT line_id, sum(units) AS units
    FROM refund_due
    WHERE line_id IS NOT NULL
    GROUP BY line_id
)
SELECT o.order_id AS row_id, 'order' AS what, 'more is owed back than was paid' AS problem
FROM of_orders AS o
WHERE o.net < 0
UNION ALL
SELECT r.id, 'refund', 'is not posted'
FROM refund_due AS r
LEFT JOIN of_refunds AS p ON p.refund_id = r.id
WHERE (r.amount, r.made) IS DISTINCT FROM (p.owed::bigint, p.made::bigint)
UNION ALL
SELECT l.id, 'line', 'refunds for more units than were cancelled or returned'
FROM of_lines AS f
JOIN order_line AS l ON l.id = f.line_id AND f.units > l.cancelled + l.returned
UNION ALL
SELECT p.refund_id, 'refund', 'does not exist'
FROM of_refunds AS p
WHERE NOT EXISTS (SELECT FROM refund_due AS r WHERE r.id = p.refund_id)
ORDER BY row_id, what, problem -- unique: a thing has each problem once
