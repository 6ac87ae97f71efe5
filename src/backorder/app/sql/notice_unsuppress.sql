-- notice_unsuppress: let an address be written to again.
-- reads: nothing. writes: notice_suppression.
-- parameters: channel, address.
-- invariant: what is not there stays so.
DELETE FROM notice_suppression
WHERE channel = %(channel)s::text AND address = %(address)s::text
