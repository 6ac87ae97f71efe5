-- notice_suppress: let nothing be sent to an address any more.
-- reads: nothing. writes: notice_suppression.
-- parameters: channel, address, reason, note, now, by.
-- invariant: one row an address; the first reason stands, but that its owner wanted no more gives
-- way to any other: only that one is passed by what a law wants told.
INSERT INTO notice_suppression (channel, address, reason, note, at, by)
VALUES (
    %(channel)s::text, %(address)s::text, %(reason)s::text, %(note)s::text,
    %(now)s::timestamptz, %(by)s::text
)
ON CONFLICT (channel, address) DO UPDATE
SET reason = excluded.reason, note = excluded.note, at = excluded.at, by = excluded.by
WHERE notice_suppression.reason = 'unsubscribed' AND excluded.reason <> 'unsubscribed'
