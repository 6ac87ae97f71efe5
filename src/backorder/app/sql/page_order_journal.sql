-- page_order_journal: what was done with an order: the verbs that wrote it, promised it, shipped it,
--   and those that cancelled, changed or released it by name.
-- reads: journal. writes: nothing.
-- parameters: entries (ids of journal entries that its rows name); named (what a request that names
--   the order holds, one a verb); names (the number and the key of the order, as JSON).
-- invariant: only what concerns the order is read out of an entry, however large it is.
WITH entry AS (
    SELECT id FROM journal WHERE id = ANY(%(entries)s::bigint[])
    UNION
    SELECT j.id
    FROM journal AS j
    WHERE j.verb IN ('cancel', 'change_order', 'release')
        AND j.input @> ANY(%(named)s::jsonb[])
)
SELECT
    j.id, j.verb, j.actor, j.at,
    jsonb_path_query_array(
        j.result, '$.cancellations[*] ? (@.order == $names[*]).lines[*]', %(names)s::jsonb
    ),
    jsonb_path_query_array(j.input, '$.changes[*] ? (@.order == $names[*])', %(names)s::jsonb)
FROM entry AS e
JOIN journal AS j ON j.id = e.id
ORDER BY j.at, j.id
