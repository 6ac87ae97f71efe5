-- token_revoke: end the living token of a name or prefix.
-- reads: api_token. writes: api_token.
-- parameters: name, now.
-- invariant: a token ends once, and for good.
UPDATE api_token SET revoked_at = %(now)s
WHERE (name = %(name)s OR prefix = %(name)s) AND revoked_at IS NULL
RETURNING
    id, name, prefix, hash, scopes, created_at, created_by, expires_at, last_used_at, revoked_at
