-- advice_save: keep the advice on products, and note whose verdict is another than before.
-- reads: advice. writes: advice, advice_change.
-- parameters: columns as arrays: product, verdict, cap (-1 for none), cap_from, max_wait (-1 for
--   none), break_even, always, p50, p80, offering, refusing, month, stake, currency, reason,
--   figures (JSON texts); now, by.
-- invariant: one row a product; who adopted an advice keeps what it replaced.
WITH fresh AS (
    SELECT
        f.product, f.verdict, nullif(f.cap, -1) AS cap, f.cap_from,
        nullif(f.max_wait, -1) AS max_wait, f.break_even, f.always, f.p50, f.p80, f.offering,
        f.refusing, f.month, f.stake, f.currency, f.reason::jsonb, f.figures::jsonb
    FROM unnest(
        %(product)s::bigint[], %(verdict)s::text[], %(cap)s::bigint[], %(cap_from)s::text[],
        %(max_wait)s::int[], %(break_even)s::float8[], %(always)s::boolean[], %(p50)s::float8[],
        %(p80)s::float8[], %(offering)s::float8[], %(refusing)s::float8[], %(month)s::float8[],
        %(stake)s::bigint[], %(currency)s::text[], %(reason)s::text[], %(figures)s::text[]
    ) AS f (
        product, verdict, cap, cap_from, max_wait, break_even, always, p50, p80, offering,
        refusing, month, stake, currency, reason, figures
    )
),
moved AS (
    INSERT INTO advice_change (product_id, at, verdict_from, verdict_to, reason, by)
    SELECT
        f.product, %(now)s::timestamptz, coalesce(a.verdict, ''), f.verdict, f.reason, %(by)s::text
    FROM fresh AS f
    LEFT JOIN advice AS a ON a.product_id = f.product
    WHERE a.verdict IS DISTINCT FROM f.verdict
    RETURNING 1
),
kept AS (
    INSERT INTO advice (
        product_id, verdict, cap, cap_from, max_wait_days, break_even_days, always, wait_p50,
        wait_p80, value_offer, value_refuse, units_month, stake, currency, reason, figures, made_at
    )
    SELECT
        product, verdict, cap, cap_from, max_wait, break_even, always, p50, p80, offering,
        refusing, month, stake, currency, reason, figures, %(now)s::timestamptz
    FROM fresh
    ON CONFLICT (product_id) DO UPDATE SET
        verdict = excluded.verdict, cap = excluded.cap, cap_from = excluded.cap_from,
        max_wait_days = excluded.max_wait_days, break_even_days = excluded.break_even_days,
        always = excluded.always, wait_p50 = excluded.wait_p50, wait_p80 = excluded.wait_p80,
        value_offer = excluded.value_offer, value_refuse = excluded.value_refuse,
        units_month = excluded.units_month, stake = excluded.stake,
        currency = excluded.currency, reason = excluded.reason, figures = excluded.figures,
        made_at = excluded.made_at
)
SELECT count(*) FROM moved
