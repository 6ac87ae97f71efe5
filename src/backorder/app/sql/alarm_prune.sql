-- alarm_prune: forget alarms that were closed before an instant.
-- reads: alarm. writes: alarm.
-- parameters: before.
-- invariant: open alarms stay.
DELETE FROM alarm WHERE closed_at < %(before)s::timestamptz
