-- list_webhooks: endpoints and how they do.
-- reads: webhook_endpoint. writes: nothing.
-- parameters: none.
-- invariant: one row an endpoint; secrets are not read.
SELECT
    e.id AS _place, e.id AS webhook, e.name, e.url, e.events, e.enabled, e.failing_since,
    e.disabled_at, e.disabled_reason, e.old_secret_until, e.created_at, e.created_by
FROM webhook_endpoint AS e
