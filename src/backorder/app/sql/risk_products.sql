-- risk_products: the products that could run short before more comes, the likeliest losses first.
-- reads: stock_policy, product, location, supply, peg. writes: nothing.
-- parameters: today, most (rows).
-- invariant: one row a product and place with a stock policy and demand. Free is what nobody was
--   promised, less what somebody waits for that nobody brings yet; without any supply, even a
--   planned one, they wait at the first place that sells. What four deviations of demand
--   cannot use up before the next receipt is left out; the exact chance is worked out elsewhere.
WITH there AS (
    SELECT
        product_id, location_id,
        coalesce(sum(quantity - pegged) FILTER (WHERE kind = 'stock'), 0)
        - coalesce(sum(pegged) FILTER (WHERE kind = 'planned'), 0) AS free
    FROM supply
    WHERE quantity > 0
    GROUP BY product_id, location_id
),
unknown AS (
    SELECT g.product_id, home.id AS location_id, sum(g.quantity) AS units
    FROM peg AS g
    CROSS JOIN (SELECT id FROM location WHERE sellable ORDER BY priority, id LIMIT 1) AS home
    WHERE g.supply_id IS NULL
    GROUP BY g.product_id, home.id
),
coming AS (
    SELECT
        product_id, location_id,
        min(greatest(available_on - %(today)s::date, 0) + 2 * spread_days) AS days
    FROM supply
    WHERE kind IN ('purchase', 'transfer') AND quantity > pegged
    GROUP BY product_id, location_id
),
known AS (
    SELECT
        k.product_id, k.location_id, k.demand_mean, k.demand_sd, k.lead_time_days,
        k.review_days, coalesce((k.reason ->> 'rate_sd')::float8, 0) AS rate_sd,
        (coalesce(t.free, 0) - coalesce(u.units, 0))::bigint AS free,
        coalesce(c.days, k.lead_time_days + k.review_days)::float8 AS days
    FROM stock_policy AS k
    LEFT JOIN there AS t ON t.product_id = k.product_id AND t.location_id = k.location_id
    LEFT JOIN unknown AS u ON u.product_id = k.product_id AND u.location_id = k.location_id
    LEFT JOIN coming AS c ON c.product_id = k.product_id AND c.location_id = k.location_id
    WHERE k.demand_mean > 0
)
SELECT
    k.product_id, k.location_id, p.sku, p.name, l.code, p.unit_price, p.unit_cost, p.currency,
    k.demand_mean, k.demand_sd, k.rate_sd, k.lead_time_days, k.review_days, k.free
FROM known AS k
JOIN product AS p ON p.id = k.product_id
JOIN location AS l ON l.id = k.location_id
WHERE
    NOT p.discontinued
    AND k.free < k.demand_mean * k.days
    + 4 * (k.demand_sd * sqrt(greatest(k.days, 1)) + k.rate_sd * k.days) + 1
ORDER BY
    (k.demand_mean * k.days + k.demand_sd * sqrt(k.days) - k.free) * p.unit_price DESC,
    k.product_id, k.location_id
LIMIT %(most)s::int
