-- webhook_endpoint_delete: delete an endpoint with its deliveries and their attempts.
-- reads: webhook_delivery. writes: webhook_attempt, webhook_delivery, webhook_outbox, webhook_endpoint.
-- parameters: endpoint.
-- invariant: the endpoint is locked; references are checked when the statement ends.
WITH
attempts AS (
    DELETE FROM webhook_attempt AS a
    USING webhook_delivery AS d
    WHERE d.id = a.delivery_id AND d.endpoint_id = %(endpoint)s::bigint
),
deliveries AS (DELETE FROM webhook_delivery WHERE endpoint_id = %(endpoint)s::bigint),
waiting AS (DELETE FROM webhook_outbox WHERE endpoint_id = %(endpoint)s::bigint)
DELETE FROM webhook_endpoint WHERE id = %(endpoint)s::bigint
