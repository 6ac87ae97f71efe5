-- policies_save: write new and changed policy rules, and tell which were new.
-- reads: nothing. writes: policy.
-- parameters: columns as arrays: scope, match, mode, cap, max_wait_days, promise_quantile.
-- invariant: one rule for each scope and match.
INSERT INTO policy (scope, match, mode, cap, max_wait_days, promise_quantile)
SELECT scope, match, mode, cap, max_wait_days, promise_quantile
FROM unnest(
    %(scope)s::text[], %(match)s::text[], %(mode)s::text[], %(cap)s::bigint[],
    %(max_wait_days)s::int[], %(promise_quantile)s::int[]
) AS given (scope, match, mode, cap, max_wait_days, promise_quantile)
ORDER BY scope, match -- unique: a rule stands once in a request
ON CONFLICT (scope, match, valid_from) DO UPDATE SET
    mode = excluded.mode, cap = excluded.cap, max_wait_days = excluded.max_wait_days,
    promise_quantile = excluded.promise_quantile
RETURNING xmax = 0
