-- link_take: use a link up.
-- reads: sign_in_link. writes: sign_in_link.
-- parameters: hash, now.
-- invariant: of two who use it at once, one does: the second waits for the row and finds it used.
UPDATE sign_in_link SET used_at = %(now)s
WHERE hash = %(hash)s AND used_at IS NULL AND expires_at > %(now)s
RETURNING person_id
