-- upload_keep: keep a file that a person brought.
-- reads: nothing. writes: upload.
-- parameters: id, by, kind, name, suffix, digest, size, mapping, content, at.
-- invariant: not imported yet.
INSERT INTO upload
    (id, brought_by, kind, name, suffix, digest, size, mapping, content, at)
VALUES (
    %(id)s::text, %(by)s::text, %(kind)s::text, %(name)s::text, %(suffix)s::text,
    %(digest)s::text, %(size)s::bigint, %(mapping)s::jsonb, %(content)s::bytea,
    %(at)s::timestamptz
)
