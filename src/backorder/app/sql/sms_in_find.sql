-- sms_in_find: what became of a text message that came before, and what was answered.
-- reads: sms_in. writes: nothing.
-- parameters: key.
-- invariant: one row at most.
SELECT outcome, answer FROM sms_in WHERE key = %(key)s::text
