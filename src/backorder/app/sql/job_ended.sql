-- job_ended: note how a schedule's job ended; failures in a row are counted.
-- reads: job_schedule. writes: job_schedule.
-- parameters: name, failed, facts (JSON text), error, now.
-- invariant: a success starts the count anew.
UPDATE job_schedule
SET
    last_ended_at = %(now)s::timestamptz,
    last_outcome = CASE WHEN %(failed)s::bool THEN 'failed' ELSE 'done' END,
    last_facts = %(facts)s::text::jsonb,
    last_error = %(error)s::text,
    failures = CASE WHEN %(failed)s::bool THEN failures + 1 ELSE 0 END
WHERE name = %(name)s::text
RETURNING failures
