-- incentives_rebudget: let the periods that run now know the budgets that were set.
-- reads: incentive_rule. writes: incentive_spend.
-- parameters: names, periods_from (arrays side by side: the period that holds today).
-- invariant: the rules are locked; no budget goes below what was given (a constraint, too).
UPDATE incentive_spend AS s SET budget = r.budget
FROM unnest(%(names)s::text[], %(periods_from)s::date[]) AS asked (name, period_from)
JOIN incentive_rule AS r ON r.name = asked.name
WHERE s.rule_id = r.id AND s.period_from = asked.period_from
