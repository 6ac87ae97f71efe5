-- secret_find: one of the values that all processes of the app share.
-- reads: app_secret. writes: nothing.
-- parameters: name.
-- invariant: at most one row.
SELECT value
FROM app_secret
WHERE name = %(name)s
