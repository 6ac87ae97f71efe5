-- incentives_give: append what came of orders under rules.
-- reads: nothing. writes: incentive.
-- parameters: columns as arrays: id, rule, order, customer, outcome, amount, currency, waiting,
--   code (empty for none), period_from, expires_on (null for none), reason (JSON texts); at, journal.
-- invariant: an order is considered once under a rule; a code is used once.
INSERT INTO incentive (
    id, rule_id, order_id, customer_id, outcome, amount, currency, waiting, code, at, period_from,
    expires_on, reason, journal_id
)
SELECT
    i.id, i.rule, i.order_id, i.customer, i.outcome, i.amount, i.currency, i.waiting,
    nullif(i.code, ''), %(at)s::timestamptz, i.period_from, i.expires_on, i.reason::jsonb,
    %(journal)s::bigint
FROM unnest(
    %(id)s::bigint[], %(rule)s::bigint[], %(order)s::bigint[], %(customer)s::bigint[],
    %(outcome)s::text[], %(amount)s::bigint[], %(currency)s::text[], %(waiting)s::bigint[],
    %(code)s::text[], %(period_from)s::date[], %(expires_on)s::date[], %(reason)s::text[]
) AS i (
    id, rule, order_id, customer, outcome, amount, currency, waiting, code, period_from,
    expires_on, reason
)
ORDER BY i.id
