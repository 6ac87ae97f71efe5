-- remedies_buy: who sells the products of some exceptions.
-- reads: exception_case, product, supplier_item, supplier, lead_time. writes: nothing.
-- parameters: cases (int8 array).
-- invariant: what is discontinued is not bought any more.
SELECT
    e.id, v.code, v.id, i.lead_time_days, coalesce(i.spread_days, 0),
    coalesce(nullif(i.unit_cost, 0), p.unit_cost), p.currency, i.moq, i.multiple,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = i.supplier_id AND t.product_id = i.product_id
    )
FROM exception_case AS e
JOIN product AS p ON p.id = e.product_id AND NOT p.discontinued
JOIN supplier_item AS i ON i.product_id = p.id
JOIN supplier AS v ON v.id = i.supplier_id
WHERE e.id = ANY(%(cases)s::bigint[])
ORDER BY e.id, i.priority, i.id
