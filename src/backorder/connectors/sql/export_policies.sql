-- export_policies: policy rules.
-- reads: policy. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT
    scope, match, mode, cap, max_wait_days, promise_quantile, cap_from, buffer, min_confidence,
    valid_from, valid_until, tell_later_days, tell_earlier_days
FROM policy
ORDER BY scope, match, valid_from NULLS FIRST -- unique: one rule per scope, match and first day
