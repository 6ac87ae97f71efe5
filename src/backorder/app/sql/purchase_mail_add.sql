-- purchase_mail_add: let a purchase be sent by e-mail.
-- reads: nothing. writes: purchase_mail.
-- parameters: key, purchase_order (id), recipient, site, now, by.
-- invariant: one row a key, however often it is asked for.
INSERT INTO purchase_mail (
    key, purchase_order_id, recipient, site, asked_at, asked_by, next_try_at
)
VALUES (
    %(key)s::text, %(purchase_order)s::bigint, %(recipient)s::text, %(site)s::text,
    %(now)s::timestamptz, %(by)s::text, %(now)s::timestamptz
)
ON CONFLICT (key) DO NOTHING
RETURNING id
