-- pegs_in_reach: the pegs that a change may move: so many rows from the front and the back of some
-- supplies' queues, and from the front of those without a supply.
-- reads: peg. writes: nothing.
-- parameters: supply, front, back (arrays of one length); product, unknown (arrays of one length).
-- invariant: a peg holds at least one unit, so as many rows as units are always enough. A peg in
--   reach from both ends comes twice; the caller sorts and drops the second.
WITH reach AS (
    SELECT supply, front, back
    FROM unnest(%(supply)s::bigint[], %(front)s::bigint[], %(back)s::bigint[]) AS r (supply, front, back)
),
found AS (
    SELECT f.*
    FROM reach AS r
    CROSS JOIN LATERAL (
        SELECT line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on,
            expires_at
        FROM peg
        WHERE supply_id = r.supply
        ORDER BY rank, line_id, n
        LIMIT r.front
    ) AS f
    UNION ALL
    SELECT b.*
    FROM reach AS r
    CROSS JOIN LATERAL (
        SELECT line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on,
            expires_at
        FROM peg
        WHERE supply_id = r.supply
        ORDER BY rank DESC, line_id DESC, n DESC
        LIMIT r.back
    ) AS b
    UNION ALL
    SELECT u.*
    FROM unnest(%(product)s::bigint[], %(unknown)s::bigint[]) AS r (product, unknown)
    CROSS JOIN LATERAL (
        SELECT line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on,
            expires_at
        FROM peg
        WHERE product_id = r.product AND supply_id IS NULL
        ORDER BY rank, line_id, n
        LIMIT r.unknown
    ) AS u
)
SELECT
    array_agg(line_id) AS line,
    array_agg(n::bigint) AS n,
    array_agg(order_id) AS "order",
    array_agg(product_id) AS product,
    array_agg(coalesce(supply_id, 0)) AS supply,
    array_agg(quantity) AS quantity,
    array_agg(rank) AS rank,
    array_agg(coalesce(promised_on - DATE '2000-01-01', -2147483648)::bigint) AS promised_on,
    array_agg((expires_at IS NOT NULL)::int::bigint) AS held
FROM found
