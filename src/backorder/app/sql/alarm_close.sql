-- alarm_close: note that what was wrong with a subject is no more.
-- reads: alarm. writes: alarm.
-- parameters: code, subject, now.
-- invariant: an alarm is closed once.
UPDATE alarm SET closed_at = %(now)s::timestamptz
WHERE code = %(code)s::text AND subject = %(subject)s::text AND closed_at IS NULL
RETURNING id
