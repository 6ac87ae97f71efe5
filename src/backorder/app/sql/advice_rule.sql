-- advice_rule: the rule of a product that counts on a day, as `set_policies` takes it.
-- reads: policy. writes: nothing.
-- parameters: sku, today.
-- invariant: of several the latest begun, as promises are made by.
SELECT jsonb_build_object(
    'scope', scope, 'match', match, 'mode', mode, 'valid_from', valid_from, 'valid_until',
    valid_until, 'cap', cap, 'cap_from', cap_from, 'buffer', buffer, 'max_wait_days',
    max_wait_days, 'min_confidence', min_confidence, 'promise_quantile', promise_quantile,
    'tell_later_days', tell_later_days, 'tell_earlier_days', tell_earlier_days
)
FROM policy
WHERE scope = 'product' AND match = %(sku)s::text
    AND coalesce(valid_from, '-infinity') <= %(today)s::date
    AND coalesce(valid_until, 'infinity') >= %(today)s::date
ORDER BY valid_from DESC NULLS LAST, id
LIMIT 1
