-- person_list: everybody who may or might sign in, by e-mail address.
-- reads: person. writes: nothing.
-- parameters: none.
-- invariant: nothing in it lets anybody in.
SELECT id, email, name, role, is_active, created_at, created_by, last_login
FROM person
ORDER BY email, id
