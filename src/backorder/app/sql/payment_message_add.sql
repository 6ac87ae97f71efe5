-- payment_message_add: keep what a provider sent; the same message once.
-- reads: nothing. writes: payment_message.
-- parameters: message, body, now.
-- invariant: a provider's id of a message makes it count once.
INSERT INTO payment_message (message, body, received_at)
VALUES (%(message)s::text, %(body)s::text, %(now)s::timestamptz)
ON CONFLICT (message) DO NOTHING
