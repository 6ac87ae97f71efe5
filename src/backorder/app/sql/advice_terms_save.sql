-- advice_terms_save: keep what the advice reckons with for the products of a category.
-- reads: nothing. writes: advice_terms.
-- parameters: category, currency, ship, cancel, handling, goodwill, future (minor units),
--   substitute_percent, now, by.
-- invariant: one row a category.
INSERT INTO advice_terms (
    category, currency, ship, cancel, handling, goodwill, future, substitute_percent, set_at, set_by
)
VALUES (
    %(category)s::text, %(currency)s::text, %(ship)s::bigint, %(cancel)s::bigint,
    %(handling)s::bigint, %(goodwill)s::bigint, %(future)s::bigint,
    %(substitute_percent)s::int, %(now)s::timestamptz, %(by)s::text
)
ON CONFLICT (category) DO UPDATE SET
    currency = excluded.currency, ship = excluded.ship, cancel = excluded.cancel,
    handling = excluded.handling, goodwill = excluded.goodwill, future = excluded.future,
    substitute_percent = excluded.substitute_percent, set_at = excluded.set_at,
    set_by = excluded.set_by
