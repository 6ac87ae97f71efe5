-- supplier_link_revoke: end the links of one purchase, or one link.
-- reads: nothing. writes: supplier_link.
-- parameters: purchase_order (id) or hash, the other one NULL; now.
-- invariant: a link that ended does not work again.
UPDATE supplier_link SET revoked_at = %(now)s::timestamptz
WHERE (purchase_order_id = %(purchase_order)s::bigint OR hash = %(hash)s::text)
    AND revoked_at IS NULL AND expires_at > %(now)s::timestamptz
RETURNING id
