-- policies_load: policy rules as they stand, locked until the change is done.
-- reads: policy. writes: nothing (row locks).
-- parameters: scope, match, valid_from (arrays side by side).
-- invariant: ascending id, as every lock of rows; the products are locked before.
SELECT
    policy.scope, policy.match, policy.valid_from, policy.mode, policy.cap, policy.cap_from,
    policy.buffer, policy.max_wait_days, policy.min_confidence, policy.promise_quantile,
    policy.tell_later_days, policy.tell_earlier_days, policy.valid_until
FROM policy
JOIN unnest(%(scope)s::text[], %(match)s::text[], %(valid_from)s::date[])
    AS given (scope, match, valid_from)
    ON given.scope = policy.scope AND given.match = policy.match
    AND given.valid_from IS NOT DISTINCT FROM policy.valid_from
ORDER BY policy.id
FOR NO KEY UPDATE OF policy
