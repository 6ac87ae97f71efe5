-- person_list: everybody who may or might sign in, by e-mail address.
-- reads: person, mfa_authenticator. writes: nothing.
-- parameters: none.
-- invariant: nothing in it lets anybody in; recovery codes alone are no second factor.
SELECT
    p.id, p.email, p.name, p.role, p.is_active, p.created_at, p.created_by, p.last_login,
    EXISTS (
        SELECT FROM mfa_authenticator AS a WHERE a.user_id = p.id AND a.type <> 'recovery_codes'
    ) AS two_factor
FROM person AS p
ORDER BY p.email, p.id
