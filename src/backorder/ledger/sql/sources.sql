-- sources: all suppliers of some products, those asked first in front: see lead_times, which gives
--   the first alone. Asked for where that one is out.
-- reads: supplier_item, product, lead_time. writes: nothing.
-- parameters: products (int8 array).
-- invariant: one row per product and supplier; a discontinued product is not bought any more.
SELECT
    i.product_id, i.supplier_id, i.lead_time_days, coalesce(i.spread_days, 0), i.capacity_per_week,
    i.multiple,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = i.supplier_id AND t.product_id = i.product_id
    )
FROM supplier_item AS i
JOIN product AS p ON p.id = i.product_id
WHERE i.product_id = ANY(%(products)s::bigint[]) AND NOT p.discontinued
ORDER BY i.product_id, i.priority, i.id
