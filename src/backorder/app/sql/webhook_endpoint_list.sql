-- webhook_endpoint_list: all endpoints, or one, with how many deliveries wait and were given up.
-- reads: webhook_endpoint, webhook_delivery. writes: nothing.
-- parameters: endpoint (null: all).
-- invariant: secrets are not read.
SELECT
    e.id, e.name, e.url, e.events, e.enabled, e.failing_since, e.disabled_at, e.disabled_reason,
    e.old_secret_until, e.created_at, e.created_by,
    (SELECT count(*) FROM webhook_delivery AS d WHERE d.endpoint_id = e.id AND d.state = 'pending'),
    (SELECT count(*) FROM webhook_delivery AS d WHERE d.endpoint_id = e.id AND d.state = 'given_up'),
    (SELECT max(d.delivered_at) FROM webhook_delivery AS d WHERE d.endpoint_id = e.id)
FROM webhook_endpoint AS e
WHERE %(endpoint)s::bigint IS NULL OR e.id = %(endpoint)s::bigint
ORDER BY e.name, e.id
