-- upload_before: when the same content was imported as the same kind before.
-- reads: upload. writes: nothing.
-- parameters: id, kind, digest.
-- invariant: one row, empty where it never was.
SELECT max(imported_at) FROM upload
WHERE kind = %(kind)s::text AND digest = %(digest)s::text AND id <> %(id)s::text
    AND imported_at IS NOT NULL
