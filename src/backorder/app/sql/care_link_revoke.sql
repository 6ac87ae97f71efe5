-- care_link_revoke: end every link to an order.
-- reads: nothing. writes: order_link.
-- parameters: order (id), now, by.
-- invariant: a generation never comes again, so what ended does not work again.
INSERT INTO order_link (order_id, generation, revoked_at, revoked_by)
VALUES (%(order)s::bigint, 1, %(now)s::timestamptz, %(by)s::text)
ON CONFLICT (order_id) DO UPDATE
SET generation = order_link.generation + 1, revoked_at = EXCLUDED.revoked_at,
    revoked_by = EXCLUDED.revoked_by
