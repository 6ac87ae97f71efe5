-- secret_make: keep a value for all processes of the app, unless there is one.
-- reads: nothing. writes: app_secret.
-- parameters: name, value.
-- invariant: the first of several that make one at once stands; it never changes.
INSERT INTO app_secret (name, value)
VALUES (%(name)s, %(value)s)
ON CONFLICT (name) DO NOTHING
