-- proposals_to_order: proposals that may be ordered without a person, one row each, with what was
--   ordered so today.
-- reads: proposal, supplier, product. writes: nothing.
-- parameters: today, since (an instant), actor, most (minor units for a purchase), currency.
-- invariant: only regular purchases on their day, all of it in the currency of the limits, worth the
--   supplier's minimum and no more than the limit in all; the cheapest purchases first.
WITH due AS (
    SELECT
        p.id, p.supplier_id, p.location_id,
        sum(p.quantity * p.unit_cost) OVER purchase AS worth,
        bool_and(g.currency = %(currency)s::text) OVER purchase AS counted
    FROM proposal AS p
    JOIN product AS g ON g.id = p.product_id
    WHERE p.state = 'open' AND p.kind = 'buy' AND NOT p.emergency AND p.supplier_id IS NOT NULL
        AND p.order_on <= %(today)s::date AND p.unit_cost > 0
    WINDOW purchase AS (PARTITION BY p.supplier_id, p.location_id)
),
spent AS (
    SELECT coalesce(sum(p.quantity * p.unit_cost), 0) AS worth
    FROM proposal AS p
    JOIN product AS g ON g.id = p.product_id AND g.currency = %(currency)s::text
    WHERE p.state = 'approved' AND p.kind = 'buy' AND p.decided_by = %(actor)s::text
        AND p.decided_at >= %(since)s::timestamptz
)
SELECT d.id, d.supplier_id, d.location_id, d.worth::bigint, spent.worth::bigint
FROM due AS d
JOIN supplier AS v ON v.id = d.supplier_id
CROSS JOIN spent
WHERE d.counted AND d.worth BETWEEN v.min_order_value AND %(most)s::bigint
ORDER BY d.worth, d.supplier_id, d.location_id, d.id
