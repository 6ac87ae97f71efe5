-- webhook_endpoint_failing: since when an endpoint has failed.
-- reads: webhook_endpoint. writes: nothing.
-- parameters: endpoint.
-- invariant: one row, or none.
SELECT failing_since FROM webhook_endpoint WHERE id = %(endpoint)s::bigint
