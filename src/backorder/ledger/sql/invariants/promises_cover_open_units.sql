-- name: promises_cover_open_units
-- invariant: The current promise of a line covers all its open units, each on the day its peg says
--   the customer was told.
-- law: 4
-- reads: promise, peg
-- writes: nothing
-- parameters: none
-- What a hold claims was quoted, not promised. Units that were shipped or cancelled since stay in the promise, so it may hold more.
WITH open AS (
    SELECT line_id, promised_on, sum(quantity) AS quantity
    FROM peg
    WHERE expires_at IS NULL
    GROUP BY line_id, promised_on
),
current AS (
    SELECT line_id, max(version) AS version
    FROM promise
    GROUP BY line_id
),
told AS (
    SELECT p.line_id, p.promised_on, sum(p.quantity) AS quantity
    FROM promise p
    JOIN current c ON c.line_id = p.line_id AND c.version = p.version
    GROUP BY p.line_id, p.promised_on
)
SELECT
    o.line_id, o.promised_on, o.quantity::bigint AS open, coalesce(t.quantity, 0)::bigint AS told
FROM open o
LEFT JOIN told t
    ON t.line_id = o.line_id
    AND coalesce(t.promised_on, 'infinity') = coalesce(o.promised_on, 'infinity')
WHERE o.quantity > coalesce(t.quantity, 0)
ORDER BY o.line_id, o.promised_on -- unique: one row a line and day
