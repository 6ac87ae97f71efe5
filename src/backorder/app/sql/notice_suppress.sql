-- notice_suppress: let nothing be sent to an address any more.
-- reads: nothing. writes: notice_suppression.
-- parameters: channel, address, reason, note, now, by.
-- invariant: one row an address; the first reason stands.
INSERT INTO notice_suppression (channel, address, reason, note, at, by)
VALUES (
    %(channel)s::text, %(address)s::text, %(reason)s::text, %(note)s::text,
    %(now)s::timestamptz, %(by)s::text
)
ON CONFLICT (channel, address) DO NOTHING
