-- app_setting_find: a setting that was made on a page.
-- reads: app_setting. writes: nothing.
-- parameters: name.
-- invariant: one row at most.
SELECT value, changed_at FROM app_setting WHERE name = %(name)s::text
