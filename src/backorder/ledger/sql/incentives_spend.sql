-- incentives_spend: draw on the budgets of rules.
-- reads: nothing. writes: incentive_spend.
-- parameters: columns as arrays: rule, period_from, amount, budget (one row a rule).
-- invariant: the rules are locked; a constraint keeps what is given within the budget.
INSERT INTO incentive_spend AS s (rule_id, period_from, given, budget)
SELECT d.rule, d.period_from, d.amount, d.budget
FROM unnest(
    %(rule)s::bigint[], %(period_from)s::date[], %(amount)s::bigint[], %(budget)s::bigint[]
) AS d (rule, period_from, amount, budget)
ORDER BY d.rule -- unique: one row a rule
ON CONFLICT (rule_id, period_from) DO UPDATE SET
    given = s.given + excluded.given, budget = excluded.budget
