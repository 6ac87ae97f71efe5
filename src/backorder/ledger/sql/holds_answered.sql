-- holds_answered: the journal entries in which some keys of quotes or holds were answered first.
-- reads: hold, journal. writes: nothing.
-- parameters: keys, items (the name of the list in the verb's JSON).
-- invariant: one row per entry, with the keys of those asked for; its lists are null where another
--   verb used the key.
SELECT j.id, h.keys, j.input -> %(items)s::text, j.result -> %(items)s::text
FROM (
    SELECT journal_id, array_agg(key::text ORDER BY id) AS keys
    FROM hold
    WHERE key = ANY(%(keys)s::text[])
    GROUP BY journal_id
) AS h
JOIN journal AS j ON j.id = h.journal_id
ORDER BY j.id
