-- page_product_flow: units of a product by day: what comes, what of it is free, what is promised away.
-- reads: supply, peg. writes: nothing.
-- parameters: product (id); today (the day of what is there or overdue); last (day).
-- invariant: one row a day; units without a date leave on no day and are not in it.
SELECT f.day, sum(f.comes)::bigint, sum(f.free)::bigint, sum(f.leaves)::bigint
FROM (
    SELECT
        greatest(coalesce(s.available_on, %(today)s::date), %(today)s::date) AS day,
        s.quantity AS comes, s.quantity - s.pegged AS free, 0 AS leaves
    FROM supply AS s
    WHERE s.product_id = %(product)s::bigint AND NOT s.quantity = 0
    UNION ALL
    SELECT greatest(g.promised_on, %(today)s::date), 0, 0, g.quantity
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id
    WHERE s.product_id = %(product)s::bigint AND NOT s.quantity = 0 AND g.promised_on IS NOT NULL
) AS f
WHERE f.day <= %(last)s::date
GROUP BY f.day
ORDER BY f.day
