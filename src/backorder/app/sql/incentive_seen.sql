-- incentive_seen: what became of orders under rules, where that is settled: stayed, or cancelled.
-- reads: incentive, order_line. writes: nothing.
-- parameters: rules (int8 array), since (instant), limit (of each rule).
-- invariant: one row an order that was given something or held out, and for which was noted how
--   likely it was to stay; the newest first.
SELECT i.rule_id, (i.reason ->> 'utility')::float8, i.amount::float8, NOT d.left
FROM unnest(%(rules)s::bigint[]) AS r (id)
CROSS JOIN LATERAL (
    SELECT n.id, n.rule_id, n.order_id, n.amount, n.reason
    FROM incentive AS n
    WHERE n.rule_id = r.id AND n.outcome IN ('given', 'held_out')
        AND n.at >= %(since)s::timestamptz AND n.reason ? 'utility'
    ORDER BY n.id DESC
    LIMIT %(limit)s::bigint
) AS i
CROSS JOIN LATERAL (
    SELECT
        sum(l.cancelled) > coalesce((i.reason ->> 'cancelled')::bigint, 0) AS left,
        bool_and(l.ordered = l.shipped + l.cancelled) AS over
    FROM order_line AS l
    WHERE l.order_id = i.order_id
) AS d
WHERE d.left OR d.over
ORDER BY i.rule_id, i.id DESC
