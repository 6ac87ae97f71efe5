-- list_policies: the rules of selling ahead of stock.
-- reads: policy. writes: nothing.
-- parameters: none.
-- invariant: one row a rule.
SELECT
    p.id AS _place,
    p.scope, p.match, p.mode, p.cap, p.cap_from, p.buffer, p.max_wait_days, p.min_confidence,
    p.promise_quantile, p.tell_later_days, p.tell_earlier_days, p.valid_from, p.valid_until
FROM policy AS p
