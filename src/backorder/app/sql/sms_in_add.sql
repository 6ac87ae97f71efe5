-- sms_in_add: keep a text message that came in.
-- reads: nothing. writes: sms_in.
-- parameters: key, now, sender, said, customer (id), meaning.
-- invariant: one row a message, however often it comes.
INSERT INTO sms_in (key, at, sender, said, customer_id, meaning)
VALUES (
    %(key)s::text, %(now)s::timestamptz, %(sender)s::text, %(said)s::text, %(customer)s::bigint,
    %(meaning)s::text
)
ON CONFLICT (key) DO NOTHING
RETURNING id
