-- name: incentives_within_budget
-- invariant: What rules gave in a period is the sum of what was given, and not above the budget.
-- law: 3
-- reads: incentive_spend, incentive, incentive_rule
-- writes: nothing
-- parameters: none
WITH given AS (
    SELECT rule_id, period_from, sum(amount)::bigint AS amount
    FROM incentive
    WHERE outcome = 'given'
    GROUP BY rule_id, period_from
)
SELECT r.name, period_from, coalesce(s.given, 0) AS spent, coalesce(g.amount, 0) AS given, s.budget
FROM incentive_spend AS s
FULL JOIN given AS g USING (rule_id, period_from)
LEFT JOIN incentive_rule AS r ON r.id = rule_id
WHERE s.given IS DISTINCT FROM g.amount OR s.given > s.budget
ORDER BY r.name, period_from -- unique: a period of a rule is one row
