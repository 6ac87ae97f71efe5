-- supplier_link_find: the purchase that a link opens, while it does; that it was used is noted.
-- reads: supplier_link. writes: supplier_link.
-- parameters: hash, now.
-- invariant: at most one row.
UPDATE supplier_link SET used_at = %(now)s::timestamptz
WHERE hash = %(hash)s::text AND revoked_at IS NULL AND expires_at > %(now)s::timestamptz
RETURNING id, purchase_order_id
