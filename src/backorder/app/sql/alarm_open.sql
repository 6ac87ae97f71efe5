-- alarm_open: note that something is wrong with the system; what is open already is brought up to date.
-- reads: alarm. writes: alarm.
-- parameters: code, subject, text, facts (JSON text), now.
-- invariant: one alarm is open per code and subject.
INSERT INTO alarm (code, subject, text, facts, opened_at, seen_at)
VALUES (
    %(code)s::text, %(subject)s::text, %(text)s::text, %(facts)s::text::jsonb,
    %(now)s::timestamptz, %(now)s::timestamptz
)
ON CONFLICT (code, subject) WHERE closed_at IS NULL DO UPDATE
SET text = excluded.text, facts = excluded.facts, times = alarm.times + 1, seen_at = excluded.seen_at
RETURNING id
