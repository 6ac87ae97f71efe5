-- proposals_to_order: proposals that may be ordered without a person, one row each, with what was
--   ordered so today.
-- reads: proposal, supplier, product, location. writes: nothing.
-- parameters: today, since (an instant), actor, most (minor units for a purchase).
-- invariant: only regular purchases on their day, worth the supplier's minimum and no more than the
--   limit in all; the cheapest purchases first.
WITH due AS (
    SELECT
        p.id, p.supplier_id, p.location_id,
        sum(p.quantity * p.unit_cost) OVER (PARTITION BY p.supplier_id, p.location_id) AS worth
    FROM proposal AS p
    WHERE p.state = 'open' AND p.kind = 'buy' AND NOT p.emergency AND p.supplier_id IS NOT NULL
        AND p.order_on <= %(today)s::date AND p.unit_cost > 0
),
spent AS (
    SELECT coalesce(sum(p.quantity * p.unit_cost), 0) AS worth
    FROM proposal AS p
    WHERE p.state = 'approved' AND p.kind = 'buy' AND p.decided_by = %(actor)s::text
        AND p.decided_at >= %(since)s::timestamptz
)
SELECT d.id, d.supplier_id, d.location_id, d.worth::bigint, spent.worth::bigint
FROM due AS d
JOIN supplier AS v ON v.id = d.supplier_id
CROSS JOIN spent
WHERE d.worth BETWEEN v.min_order_value AND %(most)s::bigint
ORDER BY d.worth, d.supplier_id, d.location_id, d.id
