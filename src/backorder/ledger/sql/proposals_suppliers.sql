-- proposals_suppliers: on which days some suppliers are ordered from, and when they were last.
-- reads: supplier, purchase_order. writes: nothing.
-- parameters: suppliers (int8 array).
-- invariant: one row per supplier; days are those of UTC.
SELECT v.id, v.order_week, v.review_days, (last.at AT TIME ZONE 'UTC')::date
FROM supplier AS v
LEFT JOIN LATERAL (
    SELECT max(o.at) AS at FROM purchase_order AS o WHERE o.supplier_id = v.id
) AS last ON true
WHERE v.id = ANY(%(suppliers)s::bigint[])
ORDER BY v.id
