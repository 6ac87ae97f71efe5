-- orders_of_holds: what became of some confirmed holds, and which orders have some keys.
-- reads: sales_order, journal. writes: nothing.
-- parameters: holds (int8 array), keys.
-- invariant: an order made from a hold has the hold's id.
SELECT o.id, o.key, CASE WHEN j.verb = 'confirm' THEN j.result -> 'confirmations' END
FROM sales_order AS o
LEFT JOIN journal AS j ON j.id = o.journal_id AND o.id = ANY(%(holds)s::bigint[])
WHERE o.id = ANY(%(holds)s::bigint[]) OR o.key = ANY(%(keys)s::text[])
ORDER BY o.id
