-- incentive_rules: rules of incentives by name.
-- reads: incentive_rule. writes: nothing.
-- parameters: names (array).
-- invariant: one row a rule; where they are drawn on, their rows are locked before.
SELECT
    id, name, customer_class, category, kind, amount, percent, most, currency, budget, period, expires_days,
    holdout_percent, active, valid_from, valid_until
FROM incentive_rule
WHERE name = ANY(%(names)s::text[])
ORDER BY name -- unique: a rule is known by its name
