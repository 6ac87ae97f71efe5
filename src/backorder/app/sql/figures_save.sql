-- figures_save: keep a figure.
-- reads: nothing. writes: kept_figure.
-- parameters: name; as_of; took_ms; due_at; body (JSON).
-- invariant: one row a figure, the newest.
INSERT INTO kept_figure (name, as_of, took_ms, due_at, body)
VALUES (
    %(name)s::text, %(as_of)s::timestamptz, %(took_ms)s::int, %(due_at)s::timestamptz,
    %(body)s::jsonb
)
ON CONFLICT (name) DO UPDATE SET
    as_of = excluded.as_of, took_ms = excluded.took_ms, due_at = excluded.due_at,
    body = excluded.body
