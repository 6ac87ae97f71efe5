-- causes_grants: which orders got units on hand of some products since an instant, and when.
-- reads: order_line, sales_order, journal, product, promise. writes: nothing.
-- parameters: products (int8 array), since.
-- invariant: one row of arrays: product, placed, at (milliseconds since 1970), units. Given on
--   placing, by what freed or brought units (the answers name who was filled), by a reallocation.
WITH placed AS (
    SELECT
        l.product_id, o.placed_at, o.placed_at AS at, l.ordered - l.backordered_when_placed AS units
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    WHERE l.product_id = ANY(%(products)s::bigint[]) AND o.placed_at >= %(since)s::timestamptz
),
filled AS (
    SELECT
        p.id AS product_id, o.placed_at, j.at, (f.one ->> 'quantity')::bigint AS units
    FROM journal AS j
    CROSS JOIN LATERAL (
        SELECT jsonb_path_query(j.result, '$.filled[*]')
        UNION ALL
        SELECT jsonb_path_query(j.result, '$.receipts[*].filled[*]')
    ) AS f (one)
    JOIN product AS p ON p.sku = f.one ->> 'sku'
    JOIN sales_order AS o ON o.id = substr(f.one ->> 'order', 4)::bigint
    WHERE j.at >= %(since)s::timestamptz
        AND j.verb IN (
            'receive', 'adjust', 'count', 'approve_counts', 'cancel', 'change_order', 'swap', 'return',
            'transfer', 'withdraw', 'expire', 'ship', 'change_supply'
        )
        AND p.id = ANY(%(products)s::bigint[])
),
version AS (
    SELECT
        l.product_id, o.placed_at, p.made_at AS at, p.cause,
        sum(p.quantity) FILTER (WHERE p.basis = 'stock')
        - coalesce(lag(sum(p.quantity) FILTER (WHERE p.basis = 'stock')) OVER (
            PARTITION BY p.line_id ORDER BY p.version
        ), 0) AS units
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    JOIN promise AS p ON p.line_id = l.id
    WHERE l.product_id = ANY(%(products)s::bigint[])
    GROUP BY l.product_id, o.placed_at, p.line_id, p.version, p.made_at, p.cause
),
given AS (
    SELECT product_id, placed_at, at, units
    FROM placed
    UNION ALL
    SELECT product_id, placed_at, at, units
    FROM filled
    UNION ALL
    SELECT product_id, placed_at, at, units::bigint
    FROM version
    WHERE cause = 'reallocated' AND at >= %(since)s::timestamptz
)
SELECT
    array_agg(product_id) AS product,
    array_agg((extract(epoch FROM placed_at) * 1000)::bigint) AS placed,
    array_agg((extract(epoch FROM at) * 1000)::bigint) AS at,
    array_agg(units) AS units
FROM given
WHERE units > 0
