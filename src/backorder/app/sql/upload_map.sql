-- upload_map: keep which of our columns is which of theirs.
-- reads: upload. writes: upload.
-- parameters: id, by, mapping.
-- invariant: what was imported stays as it is.
UPDATE upload SET mapping = %(mapping)s::jsonb
WHERE id = %(id)s::text AND brought_by = %(by)s::text AND imported_at IS NULL
