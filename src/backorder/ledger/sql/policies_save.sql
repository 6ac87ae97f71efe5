-- policies_save: write new and changed policy rules, and tell which were new.
-- reads: nothing. writes: policy.
-- parameters: columns as arrays: scope, match, valid_from, mode, cap, cap_from, buffer,
--   max_wait_days, min_confidence, promise_quantile, tell_later_days, tell_earlier_days, valid_until.
-- invariant: one rule for each scope, match and first day (none counts as a day of its own).
INSERT INTO policy (
    scope, match, valid_from, mode, cap, cap_from, buffer, max_wait_days, min_confidence,
    promise_quantile, tell_later_days, tell_earlier_days, valid_until
)
SELECT
    scope, match, valid_from, mode, cap, cap_from, buffer, max_wait_days, min_confidence,
    promise_quantile, tell_later_days, tell_earlier_days, valid_until
FROM unnest(
    %(scope)s::text[], %(match)s::text[], %(valid_from)s::date[], %(mode)s::text[],
    %(cap)s::bigint[], %(cap_from)s::text[], %(buffer)s::bigint[], %(max_wait_days)s::int[],
    %(min_confidence)s::int[], %(promise_quantile)s::int[], %(tell_later_days)s::int[],
    %(tell_earlier_days)s::int[], %(valid_until)s::date[]
) AS given (
    scope, match, valid_from, mode, cap, cap_from, buffer, max_wait_days, min_confidence,
    promise_quantile, tell_later_days, tell_earlier_days, valid_until
)
ORDER BY scope, match, valid_from -- unique: a rule stands once in a request
ON CONFLICT (scope, match, valid_from) DO UPDATE SET
    mode = excluded.mode, cap = excluded.cap, cap_from = excluded.cap_from,
    buffer = excluded.buffer, max_wait_days = excluded.max_wait_days,
    min_confidence = excluded.min_confidence, promise_quantile = excluded.promise_quantile,
    tell_later_days = excluded.tell_later_days, tell_earlier_days = excluded.tell_earlier_days,
    valid_until = excluded.valid_until
RETURNING xmax = 0
