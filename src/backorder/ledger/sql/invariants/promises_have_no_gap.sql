-- name: promises_have_no_gap
-- invariant: Every line was promised, its versions count 1, 2, 3 …, and so do the parts of each.
-- law: 4
-- reads: promise, order_line
-- writes: nothing
-- parameters: none
WITH told AS (
    SELECT
        line_id, version,
        min(part) = 1 AND max(part) = count(*) AS whole
    FROM promise
    GROUP BY line_id, version
),
line AS (
    SELECT
        line_id, count(*) AS versions, max(version) AS last_version,
        bool_and(whole) AND min(version) = 1 AND max(version) = count(*) AS whole
    FROM told
    GROUP BY line_id
)
SELECT l.order_id, l.line_no, l.id AS line_id, t.versions, t.last_version
FROM order_line l
LEFT JOIN line t ON t.line_id = l.id
WHERE t.whole IS NOT TRUE
ORDER BY l.id
