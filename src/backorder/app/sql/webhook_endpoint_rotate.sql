-- webhook_endpoint_rotate: give an endpoint a new secret; the old one signs too until an instant.
-- reads: webhook_endpoint. writes: webhook_endpoint.
-- parameters: endpoint, secret, until.
-- invariant: at most two secrets sign.
UPDATE webhook_endpoint
SET old_secret = secret, old_secret_until = %(until)s::timestamptz, secret = %(secret)s::text
WHERE id = %(endpoint)s::bigint
