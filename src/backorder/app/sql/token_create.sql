-- token_create: keep a new token.
-- reads: nothing. writes: api_token.
-- parameters: name, prefix, hash, scopes, now, actor, expires_at.
-- invariant: of one name only one token lives; the token itself is not among the values.
INSERT INTO api_token (name, prefix, hash, scopes, created_at, created_by, expires_at)
VALUES (
    %(name)s, %(prefix)s, %(hash)s, %(scopes)s::text[], %(now)s, %(actor)s,
    %(expires_at)s::timestamptz
)
