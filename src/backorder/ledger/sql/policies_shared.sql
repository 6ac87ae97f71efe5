-- policies_shared: the rules of channels, customer classes and the default.
-- reads: policy. writes: nothing.
-- parameters: none.
-- invariant: one rule per scope and match.
SELECT scope, match, mode, cap, max_wait_days, promise_quantile, cap_from, buffer,
    min_confidence, tell_later_days, tell_earlier_days
FROM policy
WHERE scope IN ('channel', 'class', 'default')
ORDER BY scope, match -- unique: one rule per scope and match
