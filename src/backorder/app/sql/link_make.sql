-- link_make: a link that lets in once; without a person the one for the first owner.
-- reads: nothing. writes: sign_in_link.
-- parameters: hash, person, now, actor, expires_at.
-- invariant: the link itself is not among the values.
INSERT INTO sign_in_link (hash, person_id, created_at, created_by, expires_at)
VALUES (%(hash)s, %(person)s, %(now)s, %(actor)s, %(expires_at)s)
