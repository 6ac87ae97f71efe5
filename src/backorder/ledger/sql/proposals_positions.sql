-- proposals_positions: what is there, what comes, what waits and what is to be held, for a slice of
--   the products or for some of them, one row per product and place, as columns.
-- reads: product, supply, peg, sales_order, purchase_order, purchase_line, stock_policy.
-- writes: nothing.
-- parameters: after, through (SKUs, null for the ends); products (int8 array, null for all of the
--   slice); today; home, the place of units that wait for no supply.
-- invariant: what holds claim is no demand yet: it is free. A person's numbers count up to their day.
WITH item AS MATERIALIZED (
    SELECT id, unit_price, buying, discontinued
    FROM product
    WHERE (%(after)s::text IS NULL OR sku > %(after)s::text)
        AND (%(through)s::text IS NULL OR sku <= %(through)s::text)
        AND (%(products)s::bigint[] IS NULL OR id = ANY(%(products)s::bigint[]))
),
there AS (
    SELECT
        s.product_id, s.location_id,
        coalesce(sum(s.quantity - s.pegged) FILTER (WHERE s.kind = 'stock'), 0) AS shelf,
        coalesce(sum(s.quantity - s.pegged) FILTER (WHERE s.kind <> 'stock'), 0) AS coming
    FROM supply AS s
    WHERE s.product_id IN (SELECT id FROM item) AND NOT s.quantity = 0 AND s.kind <> 'planned'
    GROUP BY s.product_id, s.location_id
),
waits AS (
    SELECT g.product_id, s.location_id, g.quantity, g.order_id, g.line_id, g.n
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id AND g.expires_at IS NULL
    WHERE s.product_id IN (SELECT id FROM item) AND NOT s.quantity = 0 AND s.kind = 'planned'
    UNION ALL
    SELECT g.product_id, %(home)s::bigint, g.quantity, g.order_id, g.line_id, g.n
    FROM peg AS g
    WHERE g.product_id IN (SELECT id FROM item) AND g.supply_id IS NULL AND g.expires_at IS NULL
),
asked AS (
    SELECT
        w.product_id, w.location_id, sum(w.quantity) AS waiting,
        count(DISTINCT coalesce(o.customer_id, -o.id)) AS customers
    FROM waits AS w
    JOIN sales_order AS o ON o.id = w.order_id
    GROUP BY w.product_id, w.location_id
),
held AS (
    SELECT
        g.product_id, s.location_id,
        coalesce(sum(g.quantity) FILTER (WHERE s.kind = 'stock'), 0) AS shelf,
        coalesce(sum(g.quantity) FILTER (WHERE s.kind <> 'stock'), 0) AS coming
    FROM peg AS g
    JOIN supply AS s ON s.id = g.supply_id AND s.kind <> 'planned'
    WHERE g.product_id IN (SELECT id FROM item) AND g.expires_at IS NOT NULL
    GROUP BY g.product_id, s.location_id
),
drafted AS (
    SELECT l.product_id, o.location_id, sum(l.ordered - l.cancelled) AS units
    FROM purchase_order AS o
    JOIN purchase_line AS l ON l.purchase_order_id = o.id AND l.ordered > l.cancelled
    WHERE o.approved_at IS NULL AND l.product_id IN (SELECT id FROM item)
    GROUP BY l.product_id, o.location_id
),
stocked AS (
    SELECT
        p.product_id, p.location_id, p.method, p.safety_stock,
        round(p.lead_time_days + p.review_days) AS days,
        CASE WHEN own.counts THEN p.override_reorder_point ELSE p.reorder_point END AS point,
        CASE WHEN own.counts THEN p.override_order_up_to ELSE p.order_up_to END AS up_to
    FROM stock_policy AS p
    CROSS JOIN LATERAL (
        SELECT
            p.override_order_up_to IS NOT NULL
            AND (p.override_until IS NULL OR p.override_until >= %(today)s::date) AS counts
    ) AS own
    WHERE p.product_id IN (SELECT id FROM item)
),
pair AS (
    SELECT product_id, location_id FROM there
    UNION
    SELECT product_id, location_id FROM asked
    UNION
    SELECT product_id, location_id FROM drafted
    UNION
    SELECT product_id, location_id FROM stocked
),
found AS (
    SELECT
        pair.product_id, pair.location_id, item.unit_price,
        coalesce(t.shelf, 0) + coalesce(h.shelf, 0) AS shelf,
        coalesce(t.coming, 0) + coalesce(h.coming, 0) AS coming,
        coalesce(d.units, 0) AS drafts, coalesce(a.waiting, 0) AS waiting, coalesce(a.customers, 0) AS customers,
        CASE
            WHEN item.buying = 'on_demand' OR p.method IS NULL OR p.method = 'on_demand' THEN 0
            WHEN p.method = 'reorder' THEN 1
            ELSE 2
        END AS method,
        coalesce(p.point, 0) AS point, coalesce(p.up_to, 0) AS up_to,
        coalesce(p.safety_stock, 0) AS safety, coalesce(p.days, 0) AS days,
        (item.buying = 'on_demand' OR coalesce(p.method = 'on_demand', false))::int AS on_demand,
        item.discontinued::int AS ended
    FROM pair
    JOIN item ON item.id = pair.product_id
    LEFT JOIN there AS t ON t.product_id = pair.product_id AND t.location_id = pair.location_id
    LEFT JOIN asked AS a ON a.product_id = pair.product_id AND a.location_id = pair.location_id
    LEFT JOIN drafted AS d ON d.product_id = pair.product_id AND d.location_id = pair.location_id
    LEFT JOIN held AS h ON h.product_id = pair.product_id AND h.location_id = pair.location_id
    LEFT JOIN stocked AS p ON p.product_id = pair.product_id AND p.location_id = pair.location_id
    ORDER BY pair.product_id, pair.location_id
)
SELECT
    array_agg(product_id::int8) AS product, array_agg(location_id::int8) AS location,
    array_agg(unit_price::int8) AS price, array_agg(shelf::int8) AS shelf,
    array_agg(coming::int8) AS coming, array_agg(drafts::int8) AS drafts,
    array_agg(waiting::int8) AS waiting, array_agg(customers::int8) AS customers,
    array_agg(method::int8) AS method, array_agg(point::int8) AS point,
    array_agg(up_to::int8) AS up_to, array_agg(safety::int8) AS safety,
    array_agg(days::int8) AS days, array_agg(on_demand::int8) AS on_demand,
    array_agg(ended::int8) AS ended
FROM found
