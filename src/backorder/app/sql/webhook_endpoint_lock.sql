-- webhook_endpoint_lock: lock an endpoint that is to be changed.
-- reads: webhook_endpoint. writes: nothing (row lock).
-- parameters: endpoint.
-- invariant: before anything of its deliveries is locked.
SELECT name, enabled FROM webhook_endpoint WHERE id = %(endpoint)s::bigint FOR UPDATE
