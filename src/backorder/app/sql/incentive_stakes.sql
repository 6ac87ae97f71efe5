-- incentive_stakes: what waits on orders that rules mean, what it is worth, and how it has waited.
-- reads: order_line, sales_order, product, peg, supply, promise, supplier_item, advice,
--   advice_terms.
-- writes: nothing.
-- parameters: orders (int8 array), categories (array side by side, empty for all), today.
-- invariant: one row a line with units that wait; the costs are those the advice reckons with.
WITH meant AS (
    SELECT m.order_id, m.category
    FROM unnest(%(orders)s::bigint[], %(categories)s::text[]) AS m (order_id, category)
),
waits AS (
    SELECT
        l.id, l.order_id, l.product_id, l.unit_price, sum(g.quantity)::bigint AS units,
        max(g.promised_on) AS on_day, bool_and(g.promised_on IS NOT NULL) AS known
    FROM meant AS m
    JOIN order_line AS l ON l.order_id = m.order_id
    JOIN product AS p ON p.id = l.product_id
    JOIN peg AS g ON g.line_id = l.id
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE s.kind IS DISTINCT FROM 'stock' AND m.category IN ('', p.category)
    GROUP BY l.id
)
SELECT
    w.order_id, w.units, w.unit_price::float8,
    coalesce(nullif(b.unit_cost, 0), p.unit_cost)::float8,
    (%(today)s::date - (o.placed_at AT TIME ZONE 'UTC')::date)::float8,
    CASE WHEN w.known THEN (w.on_day - %(today)s::date)::float8 END,
    v.slips, a.figures -> 'hazard', a.figures -> 'slips', a.wait_p80,
    t.category IS NOT NULL, t.ship::float8, t.cancel::float8, c.cancelled
FROM waits AS w
JOIN sales_order AS o ON o.id = w.order_id
JOIN product AS p ON p.id = w.product_id
CROSS JOIN LATERAL (
    -- How often a later day was told, or none any more.
    SELECT count(*) FILTER (WHERE d.day > d.before)::int AS slips
    FROM (
        SELECT
            max(coalesce(r.promised_on, date '9999-12-31')) AS day,
            lag(max(coalesce(r.promised_on, date '9999-12-31'))) OVER (ORDER BY r.version) AS before
        FROM promise AS r
        WHERE r.line_id = w.id
        GROUP BY r.version
    ) AS d
) AS v
CROSS JOIN LATERAL (
    SELECT sum(k.cancelled)::bigint AS cancelled FROM order_line AS k WHERE k.order_id = w.order_id
) AS c
LEFT JOIN LATERAL (
    SELECT i.unit_cost
    FROM supplier_item AS i
    WHERE i.product_id = w.product_id
    ORDER BY i.priority, i.supplier_id -- unique: a supplier offers a product once
    LIMIT 1
) AS b ON true
LEFT JOIN advice AS a ON a.product_id = w.product_id
LEFT JOIN advice_terms AS t ON t.category = p.category AND t.currency = o.currency
ORDER BY w.order_id, w.id
