-- name: promises_follow_the_journal
-- invariant: A version of a promise was made whole by one journal entry, at its instant, later than
--   the version before; the first one by the entry and at the instant that placed the line.
-- law: 4
-- reads: promise, journal, order_line, sales_order
-- writes: nothing
-- parameters: none
-- A line that a later change or swap added to its order was placed by that.
WITH told AS (
    SELECT
        line_id, version, min(journal_id) AS journal_id, min(made_at) AS made_at,
        min(journal_id) = max(journal_id) AND min(made_at) = max(made_at) AS whole,
        lag(min(journal_id)) OVER (
            PARTITION BY line_id ORDER BY version
        ) AS before
    FROM promise
    GROUP BY line_id, version
)
SELECT t.line_id, t.version, t.journal_id, j.verb, t.made_at, o.placed_at
FROM told t
JOIN order_line l ON l.id = t.line_id
JOIN sales_order o ON o.id = l.order_id
LEFT JOIN journal j ON j.id = t.journal_id
WHERE NOT t.whole
    OR t.made_at IS DISTINCT FROM j.at
    OR t.journal_id <= t.before
    OR (t.version = 1 AND j.verb NOT IN ('change_order', 'swap')
        AND (t.journal_id <> o.journal_id OR t.made_at <> o.placed_at))
ORDER BY t.line_id, t.version
