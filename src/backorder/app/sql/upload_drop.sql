-- upload_drop: forget a file that was not imported.
-- reads: upload. writes: upload.
-- parameters: id, by.
-- invariant: what was imported stays on record.
DELETE FROM upload
WHERE id = %(id)s::text AND brought_by = %(by)s::text AND imported_at IS NULL
