-- purchase_mail_claim: take the next e-mail that is due, and put it off so that it comes again if this
-- sender dies.
-- reads: purchase_mail, purchase_sending. writes: purchase_mail.
-- parameters: now, until.
-- invariant: at most one row; an e-mail is with one sender at a time.
UPDATE purchase_mail AS m
SET tries = m.tries + 1, next_try_at = %(until)s::timestamptz
WHERE m.id = (
    SELECT w.id
    FROM purchase_mail AS w
    WHERE w.sent_at IS NULL AND w.next_try_at <= %(now)s::timestamptz
    ORDER BY w.next_try_at, w.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING
    m.id, m.key, m.purchase_order_id, m.recipient, m.site, m.tries, m.asked_at, m.asked_by,
    EXISTS (SELECT FROM purchase_sending AS s WHERE s.key = m.key)
