-- token_used: note that a token was used.
-- reads: api_token. writes: api_token.
-- parameters: id, now.
-- invariant: at most one write a minute for each token.
UPDATE api_token SET last_used_at = %(now)s
WHERE id = %(id)s
    AND (last_used_at IS NULL OR last_used_at < %(now)s::timestamptz - interval '1 minute')
