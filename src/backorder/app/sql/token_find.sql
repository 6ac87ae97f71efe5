-- token_find: the token of a prefix.
-- reads: api_token. writes: nothing.
-- parameters: prefix.
-- invariant: at most one row.
SELECT
    id, name, prefix, hash, scopes, created_at, created_by, expires_at, last_used_at, revoked_at
FROM api_token
WHERE prefix = %(prefix)s
