-- incentives_load: rules of incentives as they stand, locked until the change is done.
-- reads: incentive_rule, incentive. writes: nothing (row locks).
-- parameters: name (array).
-- invariant: ascending id, as every lock of rows.
SELECT
    r.name, r.event, r.slip_days, r.customer_class, r.category, r.kind, r.amount, r.percent, r.response,
    r.most, r.currency, r.budget, r.period, r.expires_days, r.holdout_percent, r.valid_from,
    r.valid_until, r.active
FROM incentive_rule AS r
WHERE r.name = ANY(%(name)s::text[])
ORDER BY r.id
FOR NO KEY UPDATE OF r
