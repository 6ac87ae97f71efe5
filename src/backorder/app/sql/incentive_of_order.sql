-- incentive_of_order: the codes that were given for waiting for an order and are still good.
-- reads: incentive, incentive_rule, incentive_redemption, order_line. writes: nothing.
-- parameters: order, today.
-- invariant: none once units of the order were cancelled after it was given: it was for waiting.
SELECT i.code, i.amount, i.currency, i.expires_on, r.event
FROM incentive AS i
JOIN incentive_rule AS r ON r.id = i.rule_id
LEFT JOIN incentive_redemption AS u ON u.incentive_id = i.id
CROSS JOIN LATERAL (
    SELECT sum(l.cancelled) AS cancelled FROM order_line AS l WHERE l.order_id = i.order_id
) AS d
WHERE i.order_id = %(order)s::bigint AND i.outcome = 'given' AND u.incentive_id IS NULL
    AND i.expires_on >= %(today)s::date
    AND d.cancelled <= coalesce((i.reason ->> 'cancelled')::bigint, d.cancelled)
ORDER BY i.id
