-- link_find: the person whom a link would let in, while it would.
-- reads: sign_in_link, person. writes: nothing.
-- parameters: hash, now.
-- invariant: at most one row; looking does not use the link up.
SELECT l.person_id, p.email, p.name
FROM sign_in_link AS l
LEFT JOIN person AS p ON p.id = l.person_id
WHERE l.hash = %(hash)s AND l.used_at IS NULL AND l.expires_at > %(now)s
    AND (l.person_id IS NULL OR p.is_active)
