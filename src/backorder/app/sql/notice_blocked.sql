-- notice_blocked: which of some addresses nothing is sent to.
-- reads: notice_suppression. writes: nothing.
-- parameters: addresses (text array, e-mail addresses in small letters).
-- invariant: one row an address and channel.
SELECT channel, address
FROM notice_suppression
WHERE address = ANY(%(addresses)s::text[])
