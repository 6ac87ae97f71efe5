-- upload_expire: forget files that nobody imported in time, and a person's oldest beyond so many.
-- reads: upload. writes: upload.
-- parameters: by, before, most.
-- invariant: what was imported stays on record.
DELETE FROM upload AS gone
WHERE gone.imported_at IS NULL
    AND (
        gone.at < %(before)s::timestamptz
        OR gone.id IN (
            SELECT u.id FROM upload AS u
            WHERE u.brought_by = %(by)s::text AND u.imported_at IS NULL
            ORDER BY u.at DESC, u.id
            OFFSET %(most)s::integer
        )
    )
