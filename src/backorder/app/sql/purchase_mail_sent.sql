-- purchase_mail_sent: the mail server took an e-mail, and the books say so.
-- reads: nothing. writes: purchase_mail.
-- parameters: id, now.
-- invariant: called after mark_sent.
UPDATE purchase_mail SET sent_at = %(now)s::timestamptz, next_try_at = NULL, error = ''
WHERE id = %(id)s::bigint
