-- policies_load: policy rules as they stand, locked until the change is done.
-- reads: policy. writes: nothing (row locks).
-- parameters: scope, match (arrays side by side).
-- invariant: ascending id, as every lock of rows; the products are locked before.
SELECT
    policy.scope, policy.match, policy.mode, policy.cap, policy.max_wait_days,
    policy.promise_quantile
FROM policy
JOIN unnest(%(scope)s::text[], %(match)s::text[]) AS given (scope, match)
    ON given.scope = policy.scope AND given.match = policy.match
ORDER BY policy.id
FOR NO KEY UPDATE OF policy
