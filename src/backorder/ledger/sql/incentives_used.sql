-- incentives_used: what rules that were used must keep, and the most they gave in one period.
-- reads: incentive_rule, incentive, incentive_spend. writes: nothing.
-- parameters: names, periods_from (arrays side by side: the period that holds today).
-- invariant: the rules are locked, and this is read after that.
SELECT
    r.name, EXISTS (SELECT FROM incentive AS i WHERE i.rule_id = r.id), coalesce(s.given, 0)
FROM unnest(%(names)s::text[], %(periods_from)s::date[]) AS asked (name, period_from)
JOIN incentive_rule AS r ON r.name = asked.name
LEFT JOIN incentive_spend AS s ON s.rule_id = r.id AND s.period_from = asked.period_from
ORDER BY r.name -- unique: a rule is known by its name
