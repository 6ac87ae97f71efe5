-- payment_message_end: a message was applied, or could not be.
-- reads: nothing. writes: payment_message.
-- parameters: id, problem (empty: applied), now.
-- invariant: one that could not be applied waits, with its problem.
UPDATE payment_message
SET applied_at = CASE WHEN %(problem)s::text = '' THEN %(now)s::timestamptz END,
    problem = %(problem)s::text
WHERE id = %(id)s::bigint
