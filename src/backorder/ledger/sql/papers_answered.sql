-- papers_answered: the journal entries in which some papers' keys were answered first.
-- reads: paper (all tables of papers), journal. writes: nothing.
-- parameters: kind, keys, items (the name of the list in the verb's JSON).
-- invariant: one row per key that was used before.
SELECT p.key, j.id, j.input -> %(items)s::text, j.result -> %(items)s::text
FROM paper AS p
JOIN journal AS j ON j.id = p.journal_id
WHERE p.kind = %(kind)s::text AND p.key = ANY(%(keys)s::text[])
ORDER BY p.key
