-- plan_goods: what a stock policy is made of: each product at each place, and who brings it.
-- reads: product, location, supplier_item, supplier, shipment_line, shipment, order_line,
--   lead_time, stock_policy.
-- writes: nothing.
-- parameters: since (instant).
-- invariant: one row a product and place. A place counts that shipped the product since then, with
--   its share of the units; of a product that shipped nowhere, the first place that sells.
WITH main AS (
    SELECT id
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
shipped AS (
    SELECT l.product_id, s.location_id, sum(s.quantity) AS units
    FROM shipment_line AS s
    JOIN shipment AS h ON h.id = s.shipment_id
    JOIN order_line AS l ON l.id = s.order_line_id
    WHERE h.at >= %(since)s::timestamptz
    GROUP BY l.product_id, s.location_id
),
share AS (
    SELECT
        product_id, location_id, units / sum(units) OVER (PARTITION BY product_id) AS part
    FROM shipped
),
place AS (
    SELECT product_id, location_id, part FROM share
    UNION ALL
    SELECT p.id, m.id, 1
    FROM product AS p
    CROSS JOIN main AS m
    WHERE NOT EXISTS (SELECT 1 FROM share AS s WHERE s.product_id = p.id)
),
bought AS (
    SELECT DISTINCT ON (i.product_id)
        i.product_id, i.supplier_id, i.unit_cost, i.moq, i.multiple, i.lead_time_days,
        i.spread_days, v.review_days
    FROM supplier_item AS i
    JOIN supplier AS v ON v.id = i.supplier_id
    ORDER BY i.product_id, i.priority, i.supplier_id -- unique: a supplier offers a product once
)
SELECT
    p.id, p.sku, c.code, place.part::float8,
    p.buying = 'on_demand' OR p.discontinued OR b.product_id IS NULL,
    CASE WHEN coalesce(b.unit_cost, 0) > 0 THEN b.unit_cost ELSE p.unit_cost END,
    p.unit_price, p.currency, coalesce(b.moq, 1), coalesce(b.multiple, 1),
    coalesce(t.p50_days, b.lead_time_days, 0),
    -- As a spread around the median: P95 is 1.645 deviations of the logarithm above it.
    coalesce(t.p50_days * (power(t.p95_days / t.p50_days, 1 / 1.645) - 1), b.spread_days),
    coalesce(b.review_days, 1),
    k.method, k.reorder_point, k.order_up_to
FROM place
JOIN product AS p ON p.id = place.product_id
JOIN location AS c ON c.id = place.location_id
LEFT JOIN bought AS b ON b.product_id = p.id
LEFT JOIN lead_time AS t ON t.supplier_id = b.supplier_id AND t.product_id = p.id
LEFT JOIN stock_policy AS k ON k.product_id = p.id AND k.location_id = c.id
ORDER BY p.id, c.id
