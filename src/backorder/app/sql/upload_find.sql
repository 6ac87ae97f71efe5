-- upload_find: a file that a person brought.
-- reads: upload. writes: nothing.
-- parameters: id, by.
-- invariant: nobody finds what another person brought.
SELECT id, kind, name, suffix, digest, size, mapping, at, imported_at, outcome, content
FROM upload
WHERE id = %(id)s::text AND brought_by = %(by)s::text
