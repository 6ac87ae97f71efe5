-- papers_answered: the journal entries in which some papers' keys were answered first.
-- reads: paper (all tables of papers), journal. writes: nothing.
-- parameters: kind, keys, items (the name of the list in the verb's JSON).
-- invariant: one row per entry, with the keys of those asked for that it wrote.
SELECT j.id, p.keys, j.input -> %(items)s::text, j.result -> %(items)s::text
FROM (
    SELECT journal_id, array_agg(key::text ORDER BY id) AS keys
    FROM paper
    WHERE kind = %(kind)s::text AND key = ANY(%(keys)s::text[])
    GROUP BY journal_id
) AS p
JOIN journal AS j ON j.id = p.journal_id
ORDER BY j.id
