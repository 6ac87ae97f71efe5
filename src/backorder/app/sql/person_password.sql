-- person_password: keep another password's hash.
-- reads: nothing. writes: person.
-- parameters: id, password.
-- invariant: sessions begun with the old one end by themselves: its hash is part of them.
UPDATE person SET password = %(password)s
WHERE id = %(id)s
