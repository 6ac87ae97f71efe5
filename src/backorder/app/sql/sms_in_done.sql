-- sms_in_done: what came of a text message.
-- reads: nothing. writes: sms_in.
-- parameters: key, outcome, answer, order (id).
-- invariant: called by whoever acted on the message; who does so again comes to the same.
UPDATE sms_in
SET outcome = %(outcome)s::text, answer = %(answer)s::text, order_id = %(order)s::bigint
WHERE key = %(key)s::text
