-- purchase_mail_list: the e-mails of one purchase that are on their way or could not be sent.
-- reads: purchase_mail. writes: nothing.
-- parameters: purchase_order (id).
-- invariant: the last asked for first; those that were sent stand in purchase_sending.
SELECT recipient, asked_at, asked_by, tries, next_try_at, error
FROM purchase_mail
WHERE purchase_order_id = %(purchase_order)s::bigint AND sent_at IS NULL
ORDER BY id DESC
LIMIT 5
