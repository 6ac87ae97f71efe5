-- incentive_rules_live: tell whether a rule of incentives looks for such events.
-- reads: incentive_rule. writes: nothing.
-- parameters: events (array).
-- invariant: one row.
SELECT EXISTS (SELECT FROM incentive_rule WHERE active AND event = ANY(%(events)s::text[]))
