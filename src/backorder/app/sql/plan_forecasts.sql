-- plan_forecasts: what is forecast of products at places for the days ahead of each.
-- reads: forecast, location. writes: nothing.
-- parameters: product, location (code), days (arrays side by side), today, since (date).
-- invariant: at most one row per place in the arrays, which ``nth`` counts from 1; units a day. A
--   forecast that begins before ``since`` is too old. Weeks count by their days from today on.
SELECT
    given.nth, sum(week.mean * span.days) / (7 * sum(span.days)) AS mean,
    sum(week.base * span.days) / (7 * sum(span.days)) AS base, f.size
FROM unnest(%(product)s::bigint[], %(location)s::text[], %(days)s::int[])
    WITH ORDINALITY AS given (product, location, days, nth)
JOIN location AS l ON l.code = given.location
JOIN forecast AS f ON f.product_id = given.product AND f.location_id = l.id
CROSS JOIN LATERAL (
    SELECT (greatest(%(today)s::date - f.first_on, 0) / 7) AS first
) AS begin
CROSS JOIN LATERAL unnest(
    f.mean[begin.first + 1:begin.first + given.days / 7 + 2],
    f.base[begin.first + 1:begin.first + given.days / 7 + 2]
) WITH ORDINALITY AS week (mean, base, n)
CROSS JOIN LATERAL (
    SELECT greatest(
        0,
        least(f.first_on + 7 * (begin.first + week.n)::int, %(today)s::date + given.days)
        - greatest(f.first_on + 7 * (begin.first + week.n - 1)::int, %(today)s::date)
    ) AS days
) AS span
WHERE f.first_on >= %(since)s::date
GROUP BY given.nth, f.size
HAVING sum(span.days) > 0
ORDER BY given.nth -- unique: one forecast a product and place
