-- name: holds_are_journaled
-- invariant: Every quote and hold is in the result of the journal entry that made it, and every one
--   told as held exists.
-- law: 5
-- reads: journal, hold
-- writes: nothing
-- parameters: none
-- A repeated key names the first quote again in a later entry: that one only has to exist.
WITH told AS (
    SELECT j.id AS journal_id, coalesce(o.quote, o.hold) AS number
    FROM journal j
    CROSS JOIN jsonb_to_recordset(coalesce(j.result -> 'quotes', j.result -> 'holds'))
        AS o (quote text, hold text, status text)
    WHERE j.verb IN ('quote', 'hold') AND o.status = 'held'
),
kept AS (
    SELECT
        id, journal_id,
        CASE kind WHEN 'quote' THEN 'QT-' ELSE 'HD-' END
            || lpad(id::text, greatest(6, length(id::text)), '0') AS number
    FROM hold
)
SELECT t.journal_id, t.number, 'no such quote or hold' AS problem
FROM told t
WHERE NOT EXISTS (SELECT FROM kept k WHERE k.number = t.number)
UNION ALL
SELECT k.journal_id, k.number, 'not in the journal'
FROM kept k
WHERE NOT EXISTS (
    SELECT FROM told t WHERE t.number = k.number AND t.journal_id = k.journal_id
)
ORDER BY journal_id, number -- unique: a number once an entry and problem
