-- name: held_units_have_a_hold
-- invariant: Units that are held belong to a quote or hold that stands, are of its line, and are
--   held until it expires.
-- law: 2
-- reads: peg, hold, hold_line
-- writes: nothing
-- parameters: none
-- Units of an expired hold stay until someone changes the books of their product.
WITH judged AS (
    SELECT
        g.order_id, g.line_id, g.n,
        CASE
            WHEN h.id IS NULL OR l.id IS NULL THEN 'no such hold'
            WHEN h.ended_as <> '' THEN 'its hold was ' || h.ended_as
            WHEN g.expires_at <> h.expires_at THEN 'expires at another time than its hold'
            WHEN l.hold_id <> h.id OR g.product_id <> l.product_id OR g.rank <> l.id
                THEN 'does not repeat its line'
            WHEN g.released THEN 'released to pick before it was ordered'
        END AS problem
    FROM peg g
    LEFT JOIN hold h ON h.id = g.order_id
    LEFT JOIN hold_line l ON l.id = g.line_id
    WHERE g.expires_at IS NOT NULL
)
SELECT order_id AS hold_id, line_id, n, problem
FROM judged
WHERE problem IS NOT NULL
ORDER BY line_id, n
