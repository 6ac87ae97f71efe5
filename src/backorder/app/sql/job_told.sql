-- job_told: note how far a schedule's job has come.
-- reads: job_schedule. writes: job_schedule.
-- parameters: name, facts (JSON text).
-- invariant: one row, or none where the schedule is gone.
UPDATE job_schedule SET last_facts = %(facts)s::text::jsonb WHERE name = %(name)s::text
