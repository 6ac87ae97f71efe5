-- webhook_endpoint_note: note how an endpoint does: its first failure since a success, or a success.
-- reads: webhook_endpoint. writes: webhook_endpoint.
-- parameters: endpoint, failed, now.
-- invariant: the row is only touched where something changes.
UPDATE webhook_endpoint
SET failing_since = CASE WHEN %(failed)s::bool THEN %(now)s::timestamptz END
WHERE id = %(endpoint)s::bigint AND (failing_since IS NULL) = %(failed)s::bool
RETURNING id
