-- incentive_orders_of: the orders that were considered under a rule last, and what became of them.
-- reads: incentive, incentive_rule, incentive_redemption, customer, order_line. writes: nothing.
-- parameters: name, limit.
-- invariant: one row an order; the newest first.
SELECT
    i.id, i.order_id, c.ref, i.outcome, i.amount, i.currency, i.at, i.expires_on, i.reason,
    u.incentive_id IS NOT NULL AND NOT u.withdrawn AS used,
    coalesce(u.withdrawn, false) AS withdrawn, d.cancelled, d.over
FROM incentive AS i
JOIN incentive_rule AS r ON r.id = i.rule_id
JOIN customer AS c ON c.id = i.customer_id
LEFT JOIN incentive_redemption AS u ON u.incentive_id = i.id
CROSS JOIN LATERAL (
    SELECT
        sum(l.cancelled) > coalesce((i.reason ->> 'cancelled')::bigint, 0) AS cancelled,
        bool_and(l.ordered = l.shipped + l.cancelled) AS over
    FROM order_line AS l
    WHERE l.order_id = i.order_id
) AS d
WHERE r.name = %(name)s::text
ORDER BY i.id DESC
LIMIT %(limit)s::bigint
