-- webhook_endpoint_by_key: the endpoint that a caller's key made.
-- reads: webhook_endpoint. writes: nothing.
-- parameters: key.
-- invariant: one row, or none.
SELECT id, name, url, events, secret FROM webhook_endpoint WHERE key = %(key)s::text
