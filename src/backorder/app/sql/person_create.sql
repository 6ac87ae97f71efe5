-- person_create: let somebody sign in from now on.
-- reads: nothing. writes: person.
-- parameters: email, name, role, password, now, actor.
-- invariant: an e-mail address, in small letters, names one person.
INSERT INTO person (email, name, role, password, created_at, created_by)
VALUES (%(email)s, %(name)s, %(role)s, %(password)s, %(now)s, %(actor)s)
RETURNING id, email, name, role, is_active, created_at, created_by, last_login, false
