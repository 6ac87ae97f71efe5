-- token_list: all tokens, the oldest first.
-- reads: api_token. writes: nothing.
-- parameters: none.
-- invariant: nothing in it lets anybody call.
SELECT
    id, name, prefix, hash, scopes, created_at, created_by, expires_at, last_used_at, revoked_at
FROM api_token
ORDER BY id
