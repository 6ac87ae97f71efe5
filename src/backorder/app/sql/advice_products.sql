-- advice_products: what the advice on offering backorders is made of: each product, who brings it,
--   what of it is free on its way, and how often the days of its supplier were kept.
-- reads: product, supplier_item, supplier, lead_time, lead_time_check, supply, substitute,
--   stock_policy, advice_terms.
-- writes: nothing.
-- parameters: today.
-- invariant: one row a product that is still sold and has a price.
WITH bought AS (
    SELECT DISTINCT ON (i.product_id)
        i.product_id, i.supplier_id, i.unit_cost, i.lead_time_days, i.spread_days,
        i.capacity_per_week, v.review_days
    FROM supplier_item AS i
    JOIN supplier AS v ON v.id = i.supplier_id
    ORDER BY i.product_id, i.priority, i.supplier_id -- unique: a supplier offers a product once
),
coming AS (
    SELECT DISTINCT ON (s.product_id) s.product_id, s.available_on, s.spread_days
    FROM supply AS s
    WHERE s.kind = 'purchase' AND s.quantity > s.pegged AND s.available_on >= %(today)s::date
    ORDER BY s.product_id, s.available_on, s.id
),
instead AS (
    SELECT b.product_id, max(o.unit_price - o.unit_cost) AS margin
    FROM substitute AS b
    JOIN product AS o ON o.id = b.substitute_id
    WHERE b.standing = 'offered' AND NOT o.discontinued AND o.unit_price > o.unit_cost
    GROUP BY b.product_id
),
asked AS (
    SELECT product_id, sum(demand_mean) AS daily FROM stock_policy GROUP BY product_id
)
SELECT
    p.id, p.sku, p.category, p.currency, p.unit_price,
    CASE WHEN coalesce(b.unit_cost, 0) > 0 THEN b.unit_cost ELSE p.unit_cost END,
    coalesce(t.p50_days, b.lead_time_days)::float8 + coalesce(b.review_days, 1),
    coalesce(t.p80_days, b.lead_time_days + 0.841621 * b.spread_days)::float8
        + coalesce(b.review_days, 1),
    coalesce(t.p95_days, b.lead_time_days + 1.644854 * b.spread_days)::float8
        + coalesce(b.review_days, 1),
    b.capacity_per_week, (c.available_on - %(today)s::date)::float8, c.spread_days,
    coalesce(k.within_p80, 0), coalesce(k.lines, 0), coalesce(i.margin, 0),
    coalesce(a.daily, 0)::float8, m.category IS NOT NULL, m.ship, m.cancel, m.handling,
    m.goodwill, m.future, m.substitute_percent, i.margin IS NOT NULL
FROM product AS p
LEFT JOIN bought AS b ON b.product_id = p.id
LEFT JOIN lead_time AS t ON t.supplier_id = b.supplier_id AND t.product_id = p.id
LEFT JOIN lead_time_check AS k ON k.supplier_id = b.supplier_id AND k.days_from IS NULL
LEFT JOIN coming AS c ON c.product_id = p.id
LEFT JOIN instead AS i ON i.product_id = p.id
LEFT JOIN asked AS a ON a.product_id = p.id
LEFT JOIN advice_terms AS m ON m.category = p.category AND m.currency = p.currency
WHERE NOT p.discontinued AND p.unit_price > 0
ORDER BY p.id
