-- positions: everything a promise looks at, for some products: one row per open supply.
-- reads: catalog_state, product, policy, supplier_item, lead_time, peg (date unknown, held), supply.
-- writes: nothing.
-- parameters: skus; now; day, the local day on which a rule must be valid.
-- invariant: the products are locked by an earlier statement when the answer is written from.
SELECT
    p.id, p.sku, p.unit_price, p.currency, p.discontinued,
    rule.scope, rule.match, rule.mode, rule.cap, rule.max_wait_days, rule.promise_quantile,
    rule.cap_from, rule.buffer, rule.min_confidence, rule.tell_later_days, rule.tell_earlier_days,
    item.supplier_id, item.lead_time_days, coalesce(item.spread_days, 0), item.capacity_per_week, item.multiple,
    unknown.units,
    s.id, s.kind, s.name, s.location_id, s.available_on, s.quantity, s.pegged, s.supplier_id,
    s.spread_days,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = item.supplier_id AND t.product_id = p.id
    ) AS learned_item,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = s.supplier_id AND t.product_id = p.id
    ) AS learned,
    expired.lines,
    (SELECT version FROM catalog_state WHERE id = 1)
FROM product AS p
LEFT JOIN LATERAL (
    SELECT scope, match, mode, cap, max_wait_days, promise_quantile, cap_from, buffer,
        min_confidence, tell_later_days, tell_earlier_days
    FROM policy
    WHERE
        ((scope = 'product' AND match = p.sku) OR (scope = 'category' AND match = p.category))
        AND (valid_from IS NULL OR valid_from <= %(day)s::date)
        AND (valid_until IS NULL OR valid_until >= %(day)s::date)
    -- The product's rule before its category's; of several the latest begun.
    ORDER BY scope DESC, valid_from DESC NULLS LAST -- unique: one per scope, match and first day
    LIMIT 1
) AS rule ON true
LEFT JOIN LATERAL (
    SELECT i.supplier_id, i.lead_time_days, i.spread_days, i.capacity_per_week, i.multiple
    FROM supplier_item AS i
    WHERE i.product_id = p.id
    ORDER BY i.priority, i.id
    LIMIT 1
) AS item ON true
CROSS JOIN LATERAL (
    SELECT coalesce(sum(quantity), 0)::bigint AS units
    FROM peg
    WHERE product_id = p.id AND supply_id IS NULL
) AS unknown
CROSS JOIN LATERAL (
    -- Counted, so that it is looked up once per product and not per supply.
    SELECT count(*) AS lines
    FROM (
        SELECT FROM peg
        WHERE product_id = p.id AND expires_at <= %(now)s::timestamptz
        LIMIT 1
    ) AS one
) AS expired
LEFT JOIN supply AS s ON s.product_id = p.id AND NOT s.quantity = 0
WHERE p.sku = ANY(%(skus)s::text[])
