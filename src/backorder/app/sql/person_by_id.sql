-- person_by_id: one person.
-- reads: person, mfa_authenticator. writes: nothing.
-- parameters: id.
-- invariant: at most one row.
SELECT
    p.id, p.email, p.name, p.role, p.is_active, p.created_at, p.created_by, p.last_login,
    EXISTS (
        SELECT FROM mfa_authenticator AS a WHERE a.user_id = p.id AND a.type <> 'recovery_codes'
    ) AS two_factor
FROM person AS p
WHERE p.id = %(id)s
