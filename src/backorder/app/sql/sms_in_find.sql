-- sms_in_find: what was answered to a text message that came before.
-- reads: sms_in. writes: nothing.
-- parameters: key.
-- invariant: one row at most.
SELECT answer FROM sms_in WHERE key = %(key)s::text
