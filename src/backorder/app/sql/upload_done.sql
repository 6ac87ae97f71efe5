-- upload_done: keep what came of a file; its content goes.
-- reads: upload. writes: upload.
-- parameters: id, by, at, outcome.
-- invariant: done once.
UPDATE upload
SET content = NULL, imported_at = %(at)s::timestamptz, outcome = %(outcome)s::jsonb
WHERE id = %(id)s::text AND brought_by = %(by)s::text AND imported_at IS NULL
