-- orders_answered: the journal entries in which some order keys were answered first.
-- reads: sales_order, journal. writes: nothing.
-- parameters: keys.
-- invariant: one row per key that was accepted before.
SELECT o.key, j.id, j.input -> 'orders', j.result -> 'orders'
FROM sales_order AS o
JOIN journal AS j ON j.id = o.journal_id
WHERE o.key = ANY(%(keys)s::text[])
ORDER BY o.key
