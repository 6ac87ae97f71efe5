-- counts_shelf: what lies at the places that sell, with what tells how soon to count it.
-- reads: supply, product, location, shipment_line, shipment, order_line, count_line, stock_count,
--   stock_movement, exception_case, count_sheet_line. writes: nothing.
-- parameters: now.
-- invariant: one row a product and place that holds or held units and stands on no live sheet, by
--   place and SKU. Usage is what left in a year, value what lies there, in minor units at cost.
WITH shelf AS (
    SELECT s.product_id, s.location_id, s.quantity
    FROM supply AS s
    JOIN location AS l ON l.id = s.location_id
    WHERE s.kind = 'stock' AND l.sellable AND NOT EXISTS (
        SELECT
        FROM count_sheet_line AS c
        WHERE c.product_id = s.product_id AND c.location_id = s.location_id
            AND c.state IN ('open', 'recount', 'counted', 'differs')
    )
),
used AS (
    SELECT l.product_id, s.location_id, sum(s.quantity) AS units
    FROM shipment AS h
    JOIN shipment_line AS s ON s.shipment_id = h.id
    JOIN order_line AS l ON l.id = s.order_line_id
    WHERE h.at >= %(now)s::timestamptz - interval '365 days'
    GROUP BY l.product_id, s.location_id
),
counted AS (
    SELECT DISTINCT ON (n.product_id, c.location_id)
        n.product_id, c.location_id, c.at, n.expected, n.counted
    FROM stock_count AS c
    JOIN count_line AS n ON n.stock_count_id = c.id
    ORDER BY n.product_id, c.location_id, c.at DESC, c.id DESC
),
moved AS (
    SELECT m.product_id, p.id AS location_id, count(*) AS moves,
        count(*) FILTER (
            WHERE m.kind IN ('adjustment', 'count') AND m.origin_id = p.id
                AND m.at > coalesce(c.at, '-infinity')
        ) AS losses
    FROM stock_movement AS m
    JOIN location AS p ON p.sellable AND p.id IN (m.origin_id, m.destination_id)
    LEFT JOIN counted AS c ON c.product_id = m.product_id AND c.location_id = p.id
    WHERE m.at > coalesce(c.at, '-infinity')
    GROUP BY m.product_id, p.id
),
missed AS (
    SELECT product_id, count(*) AS picks
    FROM exception_case
    WHERE code = 'pick_short' AND opened_at >= %(now)s::timestamptz - interval '90 days'
    GROUP BY product_id
)
SELECT
    l.code, p.sku, (s.quantity * coalesce(nullif(p.unit_cost, 0), p.unit_price))::bigint,
    (coalesce(u.units, 0) * coalesce(nullif(p.unit_cost, 0), p.unit_price))::bigint,
    coalesce(m.moves, 0), coalesce(abs(c.counted - c.expected), 0), coalesce(c.expected, 0),
    coalesce(m.losses, 0) + coalesce(x.picks, 0),
    CASE WHEN c.at IS NULL THEN -1 ELSE extract(day FROM %(now)s::timestamptz - c.at)::int END
FROM shelf AS s
JOIN product AS p ON p.id = s.product_id
JOIN location AS l ON l.id = s.location_id
LEFT JOIN used AS u ON u.product_id = s.product_id AND u.location_id = s.location_id
LEFT JOIN counted AS c ON c.product_id = s.product_id AND c.location_id = s.location_id
LEFT JOIN moved AS m ON m.product_id = s.product_id AND m.location_id = s.location_id
LEFT JOIN missed AS x ON x.product_id = s.product_id
ORDER BY l.code, p.sku
