-- supplier_link_make: a link by which a supplier answers one purchase.
-- reads: nothing. writes: supplier_link.
-- parameters: hash, purchase_order (id), now, by, expires_at.
-- invariant: the link itself is not among the values.
INSERT INTO supplier_link (hash, purchase_order_id, created_at, created_by, expires_at)
VALUES (
    %(hash)s::text, %(purchase_order)s::bigint, %(now)s::timestamptz, %(by)s::text,
    %(expires_at)s::timestamptz
)
