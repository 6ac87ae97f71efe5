-- purchase_mail_failed: an e-mail could not be sent; without a next try it is given up.
-- reads: nothing. writes: purchase_mail.
-- parameters: id, error, next_try_at.
-- invariant: what was sent stays sent.
UPDATE purchase_mail
SET error = %(error)s::text, next_try_at = %(next_try_at)s::timestamptz
WHERE id = %(id)s::bigint AND sent_at IS NULL
