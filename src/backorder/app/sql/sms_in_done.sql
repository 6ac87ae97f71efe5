-- sms_in_done: what came of a text message.
-- reads: nothing. writes: sms_in.
-- parameters: key, outcome, answer, order (id).
-- invariant: called once, by who kept the message.
UPDATE sms_in
SET outcome = %(outcome)s::text, answer = %(answer)s::text, order_id = %(order)s::bigint
WHERE key = %(key)s::text
