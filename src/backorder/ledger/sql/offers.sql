-- offers: what suppliers offer of products, pair by pair, and the products' own cost.
-- reads: product, supplier, supplier_item, lead_time. writes: nothing.
-- parameters: products, suppliers (int8 arrays of one length).
-- invariant: one row per pair, whether the supplier has an item of the product or not.
SELECT
    p.id, v.id, v.code, coalesce(nullif(i.unit_cost, 0), p.unit_cost), coalesce(i.moq, 1),
    coalesce(i.multiple, 1), i.lead_time_days, p.sku,
    coalesce(i.spread_days, 0), i.capacity_per_week, p.currency,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = v.id AND t.product_id = p.id
    )
FROM unnest(%(products)s::bigint[], %(suppliers)s::bigint[]) AS asked (product, supplier)
JOIN product AS p ON p.id = asked.product
JOIN supplier AS v ON v.id = asked.supplier
LEFT JOIN supplier_item AS i ON i.product_id = p.id AND i.supplier_id = v.id
ORDER BY p.id, v.id
