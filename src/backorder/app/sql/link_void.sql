-- link_void: end the links of a person, or those for the first owner, that nobody has used.
-- reads: nothing. writes: sign_in_link.
-- parameters: person, now.
-- invariant: only the newest link of a person works.
UPDATE sign_in_link SET expires_at = %(now)s
WHERE person_id IS NOT DISTINCT FROM %(person)s::bigint AND used_at IS NULL
    AND expires_at > %(now)s
