-- webhook_endpoint_change: change what is given of an endpoint.
-- reads: webhook_endpoint. writes: webhook_endpoint.
-- parameters: endpoint; name, url, events, enabled (null: as it is); reason (why it is off), now.
-- invariant: what is switched on again starts without failures.
UPDATE webhook_endpoint
SET
    name = coalesce(%(name)s::text, name),
    url = coalesce(%(url)s::text, url),
    events = coalesce(%(events)s::text[], events),
    enabled = coalesce(%(enabled)s::bool, enabled),
    failing_since = CASE WHEN %(enabled)s::bool THEN NULL ELSE failing_since END,
    disabled_at = CASE
        WHEN coalesce(%(enabled)s::bool, enabled) THEN NULL
        ELSE coalesce(disabled_at, %(now)s::timestamptz)
    END,
    disabled_reason = CASE
        WHEN coalesce(%(enabled)s::bool, enabled) THEN ''
        WHEN enabled THEN %(reason)s::text
        ELSE disabled_reason
    END
WHERE id = %(endpoint)s::bigint
