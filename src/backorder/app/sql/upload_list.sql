-- upload_list: the last imports of anybody, and what a person brought and did not import yet.
-- reads: upload. writes: nothing.
-- parameters: by, limit.
-- invariant: no content of a file.
SELECT id, brought_by, kind, name, size, at, imported_at, outcome, brought_by = %(by)s::text AS mine
FROM upload
WHERE imported_at IS NOT NULL OR brought_by = %(by)s::text
ORDER BY at DESC, id
LIMIT %(limit)s::bigint
