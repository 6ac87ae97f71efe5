-- incentives_save: write new and changed rules of incentives, and tell which were new.
-- reads: nothing. writes: incentive_rule.
-- parameters: columns as arrays: name, event, slip_days, class, category, kind, amount, percent,
--   response, most, currency, budget, period, expires_days, holdout_percent, valid_from,
--   valid_until, active; and set_at.
-- invariant: a rule is known by its name.
INSERT INTO incentive_rule (
    name, event, slip_days, customer_class, category, kind, amount, percent, response, most,
    currency, budget, period, expires_days, holdout_percent, valid_from, valid_until, active, set_at
)
SELECT given.*, %(set_at)s::timestamptz
FROM unnest(
    %(name)s::text[], %(event)s::text[], %(slip_days)s::int[], %(class)s::text[],
    %(category)s::text[], %(kind)s::text[], %(amount)s::bigint[], %(percent)s::int[],
    %(response)s::float8[], %(most)s::bigint[], %(currency)s::text[], %(budget)s::bigint[],
    %(period)s::text[], %(expires_days)s::int[], %(holdout_percent)s::int[],
    %(valid_from)s::date[], %(valid_until)s::date[], %(active)s::boolean[]
) AS given (
    name, event, slip_days, customer_class, category, kind, amount, percent, response, most,
    currency, budget, period, expires_days, holdout_percent, valid_from, valid_until, active
)
ORDER BY given.name -- unique: a rule stands once in a request
ON CONFLICT (name) DO UPDATE SET
    event = excluded.event, slip_days = excluded.slip_days, customer_class = excluded.customer_class,
    category = excluded.category, kind = excluded.kind, amount = excluded.amount,
    percent = excluded.percent, response = excluded.response, most = excluded.most,
    currency = excluded.currency, budget = excluded.budget, period = excluded.period,
    expires_days = excluded.expires_days, holdout_percent = excluded.holdout_percent,
    valid_from = excluded.valid_from, valid_until = excluded.valid_until,
    active = excluded.active, set_at = excluded.set_at
RETURNING xmax = 0
