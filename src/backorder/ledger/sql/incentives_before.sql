-- incentives_before: what came of orders under rules under which they were considered before.
-- reads: incentive. writes: nothing.
-- parameters: rules, orders (int8 arrays side by side).
-- invariant: the rules are locked, so that no other verb considers them meanwhile.
SELECT i.rule_id, i.order_id, i.id, i.outcome, i.amount, i.currency, i.code, i.expires_on
FROM unnest(%(rules)s::bigint[], %(orders)s::bigint[]) AS asked (rule_id, order_id)
JOIN incentive AS i ON i.rule_id = asked.rule_id AND i.order_id = asked.order_id
ORDER BY i.id
