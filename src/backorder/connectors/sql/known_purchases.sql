-- known_purchases: which of these names are purchase orders, by the caller's key or by number.
-- reads: purchase_order. writes: nothing.
-- parameters: names, and ids with the row id behind each name that looks like a number (else 0).
-- invariant: at most one row a name; a key counts before a number.
SELECT asked.name, coalesce(by_key.id, by_number.id) AS id
FROM unnest(%(names)s::text[], %(ids)s::bigint[]) AS asked (name, id)
LEFT JOIN purchase_order AS by_key ON by_key.key = asked.name
LEFT JOIN purchase_order AS by_number ON by_number.id = asked.id
WHERE by_key.id IS NOT NULL OR by_number.id IS NOT NULL
