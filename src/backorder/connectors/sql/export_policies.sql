-- export_policies: policy rules.
-- reads: policy. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT scope, match, mode, cap, max_wait_days, promise_quantile
FROM policy
ORDER BY scope, match -- unique: one rule for each scope and match
