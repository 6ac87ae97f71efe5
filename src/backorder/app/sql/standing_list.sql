-- standing_list: the reallocations that run by themselves.
-- reads: app_setting. writes: nothing.
-- parameters: none.
-- invariant: one row a name.
SELECT value FROM app_setting
WHERE starts_with(name, 'reallocate:')
ORDER BY name -- unique: its primary key
