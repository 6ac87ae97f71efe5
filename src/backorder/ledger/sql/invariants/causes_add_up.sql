-- name: causes_add_up
-- invariant: The shares of a backorder's causes sum to 1000 per mille and to its units, its versions
--   have no gap, and it was opened before it was closed.
-- law: 10
-- reads: backorder_cause
-- writes: nothing
-- parameters: none
WITH judged AS (
    SELECT
        c.line_id, c.event, c.version,
        CASE
            WHEN (SELECT sum(s.value::bigint) FROM jsonb_each_text(c.shares) AS s)
                IS DISTINCT FROM 1000 THEN 'shares do not sum to 1000'
            WHEN (SELECT sum(s.value::bigint) FROM jsonb_each_text(c.parts) AS s)
                IS DISTINCT FROM c.units THEN 'parts do not sum to the units'
            WHEN c.version <> count(*) OVER (
                PARTITION BY c.line_id, c.event ORDER BY c.version
            ) THEN 'a gap between versions'
            WHEN c.event = 'closed' AND NOT EXISTS (
                SELECT
                FROM backorder_cause AS o
                WHERE o.line_id = c.line_id AND o.event = 'opened' AND o.at <= c.at
            ) THEN 'closed before it was opened'
        END AS problem
    FROM backorder_cause AS c
)
SELECT line_id, event, version, problem
FROM judged
WHERE problem IS NOT NULL
ORDER BY line_id, event, version
