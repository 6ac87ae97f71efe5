-- payments_named: the payments of some orders, and those that some references name.
-- reads: payment, sales_order. writes: nothing.
-- parameters: orders (int8 array); columns as arrays: provider, reference.
-- invariant: a payment's order never changes; the rest only under the locks of its lines' products.
SELECT
    p.id, p.order_id, o.key, p.provider, p.reference, p.kind, p.state, p.amount, p.captured,
    p.refunded, p.currency, p.expires_at
FROM payment AS p
JOIN sales_order AS o ON o.id = p.order_id
WHERE p.order_id = ANY(%(orders)s::bigint[])
    OR (p.provider, p.reference) IN (
        SELECT n.provider, n.reference
        FROM unnest(%(provider)s::text[], %(reference)s::text[]) AS n (provider, reference)
    )
ORDER BY p.id
