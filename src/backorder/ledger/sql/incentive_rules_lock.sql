-- incentive_rules_lock: lock rules whose budgets are to be drawn on, one verb at a time.
-- reads: incentive_rule. writes: nothing (row locks).
-- parameters: names (array).
-- invariant: after the products' locks, ascending id; what was given is read in a later statement.
SELECT id FROM incentive_rule WHERE name = ANY(%(names)s::text[]) ORDER BY id FOR NO KEY UPDATE
