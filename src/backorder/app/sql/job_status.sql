-- job_status: how a job stands, and which schedule it belongs to.
-- reads: procrastinate_jobs. writes: nothing (row lock).
-- parameters: job.
-- invariant: one row, or none.
SELECT status::text, lock FROM procrastinate_jobs WHERE id = %(job)s::bigint FOR UPDATE
