-- sms_in_lately: how many text messages a sender has sent.
-- reads: sms_in. writes: nothing.
-- parameters: sender, since.
-- invariant: one row.
SELECT count(*)::int FROM sms_in WHERE sender = %(sender)s::text AND at > %(since)s::timestamptz
