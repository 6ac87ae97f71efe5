-- purchase_mail_due: whether an e-mail waits to be sent.
-- reads: purchase_mail. writes: nothing.
-- parameters: now.
-- invariant: one row.
SELECT EXISTS (
    SELECT FROM purchase_mail WHERE sent_at IS NULL AND next_try_at <= %(now)s::timestamptz
)
