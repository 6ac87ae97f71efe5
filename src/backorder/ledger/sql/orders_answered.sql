-- orders_answered: the journal entries in which some order keys were answered first.
-- reads: sales_order, journal. writes: nothing.
-- parameters: keys.
-- invariant: one row per entry, with the keys of those asked for that it accepted.
SELECT j.id, o.keys, j.input -> 'orders', j.result -> 'orders'
FROM (
    SELECT journal_id, array_agg(key ORDER BY id) AS keys
    FROM sales_order
    WHERE key = ANY(%(keys)s::text[])
    GROUP BY journal_id
) AS o
JOIN journal AS j ON j.id = o.journal_id
ORDER BY j.id
