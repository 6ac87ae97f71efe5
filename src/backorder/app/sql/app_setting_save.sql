-- app_setting_save: keep a setting.
-- reads: nothing. writes: app_setting.
-- parameters: name, value, content, at, by.
-- invariant: one row a setting.
INSERT INTO app_setting (name, value, content, changed_at, changed_by)
VALUES (
    %(name)s::text, %(value)s::jsonb, %(content)s::bytea, %(at)s::timestamptz, %(by)s::text
)
ON CONFLICT (name) DO UPDATE SET
    value = excluded.value, content = excluded.content, changed_at = excluded.changed_at,
    changed_by = excluded.changed_by
