-- name: exceptions_have_causes
-- invariant: An open exception has its cause, there is one of a kind per line, and a closed one was
--   closed after it was opened.
-- law: 10
-- reads: exception_case, order_line, peg
-- writes: nothing
-- parameters: none
WITH judged AS (
    SELECT
        e.id, e.code, e.line_id,
        CASE
            WHEN e.product_id <> l.product_id THEN 'another product than its line'
            WHEN (e.closed_at IS NULL) <> (e.closed_by IS NULL) THEN 'half closed'
            WHEN e.closed_at < e.opened_at OR e.closed_by < e.opened_by THEN 'closed before opened'
            WHEN e.closed_at IS NULL AND count(*) OVER (
                PARTITION BY e.line_id, e.code, e.closed_at IS NULL
            ) > 1 THEN 'open twice'
            WHEN e.closed_at IS NULL AND e.code = 'date_unknown' AND NOT EXISTS (
                SELECT FROM peg g WHERE g.line_id = e.line_id AND g.supply_id IS NULL
            ) THEN 'no cause'
        END AS problem
    FROM exception_case e
    LEFT JOIN order_line l ON l.id = e.line_id
)
SELECT id, code, line_id, problem
FROM judged
WHERE problem IS NOT NULL
ORDER BY id
