-- standing_list: the reallocations that run by themselves.
-- reads: app_setting. writes: nothing.
-- parameters: none.
-- invariant: one row a name; by name.
SELECT value FROM app_setting WHERE name LIKE 'reallocate:%' ORDER BY value ->> 'name', name
