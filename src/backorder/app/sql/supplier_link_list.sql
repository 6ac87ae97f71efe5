-- supplier_link_list: the links of one purchase that work.
-- reads: supplier_link. writes: nothing.
-- parameters: purchase_order (id), now.
-- invariant: the newest first; the links themselves are not known.
SELECT created_at, created_by, expires_at, used_at
FROM supplier_link
WHERE purchase_order_id = %(purchase_order)s::bigint AND revoked_at IS NULL
    AND expires_at > %(now)s::timestamptz
ORDER BY id DESC
