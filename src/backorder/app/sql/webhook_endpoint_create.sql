-- webhook_endpoint_create: make an endpoint, enabled.
-- reads: nothing. writes: webhook_endpoint.
-- parameters: name, url, events (text array), secret, key (or null), now, actor.
-- invariant: names and keys are unique.
INSERT INTO webhook_endpoint (name, url, events, secret, key, created_at, created_by)
VALUES (
    %(name)s::text, %(url)s::text, %(events)s::text[], %(secret)s::text, %(key)s::text,
    %(now)s::timestamptz, %(actor)s::text
)
RETURNING id
