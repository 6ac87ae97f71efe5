-- supplier_link_revoke: end the links of one purchase.
-- reads: nothing. writes: supplier_link.
-- parameters: purchase_order (id), now.
-- invariant: a link that ended does not work again.
UPDATE supplier_link SET revoked_at = %(now)s::timestamptz
WHERE purchase_order_id = %(purchase_order)s::bigint AND revoked_at IS NULL
    AND expires_at > %(now)s::timestamptz
RETURNING id
