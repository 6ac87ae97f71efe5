-- app_setting_content: the file of a setting.
-- reads: app_setting. writes: nothing.
-- parameters: name.
-- invariant: one row at most.
SELECT value, content FROM app_setting
WHERE name = %(name)s::text AND content IS NOT NULL
