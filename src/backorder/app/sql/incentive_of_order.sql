-- incentive_of_order: the codes that were given for waiting for an order and are still good.
-- reads: incentive, incentive_rule, incentive_redemption. writes: nothing.
-- parameters: order, today.
-- invariant: none that was used, or withdrawn as its customer cancelled.
SELECT i.code, i.amount, i.currency, i.expires_on, r.event
FROM incentive AS i
JOIN incentive_rule AS r ON r.id = i.rule_id
LEFT JOIN incentive_redemption AS u ON u.incentive_id = i.id
WHERE i.order_id = %(order)s::bigint AND i.outcome = 'given' AND u.incentive_id IS NULL
    AND i.expires_on >= %(today)s::date
ORDER BY i.id
