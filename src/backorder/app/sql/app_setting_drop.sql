-- app_setting_drop: take a setting away.
-- reads: nothing. writes: app_setting.
-- parameters: name.
-- invariant: what is not there stays so.
DELETE FROM app_setting WHERE name = %(name)s::text
