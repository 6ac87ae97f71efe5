-- notice_people: whom of the shop some addresses belong to, and the language they read.
-- reads: person. writes: nothing.
-- parameters: addresses (text array).
-- invariant: one row an address, in the order asked for; without a choice of one's own the language
--   is the one that most people chose, or empty.
SELECT
    a.address, coalesce(p.name, ''),
    coalesce(nullif(p.language, ''), (
        SELECT o.language FROM person AS o
        WHERE o.language <> '' AND o.is_active
        GROUP BY o.language
        ORDER BY count(*) DESC, o.language
        LIMIT 1
    ), '')
FROM unnest(%(addresses)s::text[]) WITH ORDINALITY AS a (address, n)
LEFT JOIN person AS p ON p.email = lower(a.address) AND p.is_active
ORDER BY a.n
