-- person_factors_drop: forget a person's second factors and recovery codes.
-- reads: nothing. writes: mfa_authenticator.
-- parameters: id.
-- invariant: the password and the sessions stay.
DELETE FROM mfa_authenticator
WHERE user_id = %(id)s
