-- name: orders_are_journaled
-- invariant: Every order is an accepted order in the result of the journal entry that placed it or
--   made it of a quote,
--   and every order accepted in a result exists.
-- law: 5
-- reads: journal, sales_order
-- writes: nothing
-- parameters: none
-- A repeated order key names the first order again in a later entry: that order only has to exist.
WITH told AS (
    SELECT j.id AS journal_id, o."order" AS number
    FROM journal j
    CROSS JOIN jsonb_to_recordset(
        coalesce(j.result -> 'orders', j.result -> 'confirmations')
    ) AS o ("order" text, status text)
    WHERE j.verb IN ('place_orders', 'confirm') AND o.status = 'accepted'
),
kept AS (
    SELECT
        id, journal_id, 'SO-' || lpad(id::text, greatest(6, length(id::text)), '0') AS number
    FROM sales_order
)
SELECT t.journal_id, t.number, 'no such order' AS problem
FROM told t
WHERE NOT EXISTS (SELECT FROM kept k WHERE k.number = t.number)
UNION ALL
SELECT k.journal_id, k.number, 'not in the journal'
FROM kept k
WHERE NOT EXISTS (
    SELECT FROM told t WHERE t.number = k.number AND t.journal_id = k.journal_id
)
ORDER BY journal_id, number -- unique: a number once an entry and problem
