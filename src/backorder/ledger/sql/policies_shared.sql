-- policies_shared: the rules of channels, customer classes, places and the default, of all days.
-- reads: policy. writes: nothing.
-- parameters: none.
-- invariant: one rule per scope, match and first day; of one scope and match the latest begun first.
SELECT
    scope, match, mode, cap, max_wait_days, promise_quantile, cap_from, buffer, min_confidence,
    tell_later_days, tell_earlier_days, valid_from, valid_until
FROM policy
WHERE scope IN ('channel', 'class', 'location', 'default')
ORDER BY scope, match, valid_from DESC NULLS LAST -- unique: one rule per scope, match and first day
