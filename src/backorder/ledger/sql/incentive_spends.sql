-- incentive_spends: what rules gave so far, by period.
-- reads: incentive_spend. writes: nothing.
-- parameters: rules (int8 array), periods_from (array side by side).
-- invariant: the rules are locked, so that nobody else gives meanwhile.
SELECT s.rule_id, s.given
FROM unnest(%(rules)s::bigint[], %(periods_from)s::date[]) AS asked (rule_id, period_from)
JOIN incentive_spend AS s ON s.rule_id = asked.rule_id AND s.period_from = asked.period_from
ORDER BY s.rule_id -- unique: each rule is asked for with one period
