-- job_recent: the jobs of late, the newest first.
-- reads: procrastinate_jobs, procrastinate_events. writes: nothing.
-- parameters: status (null: any), limit.
-- invariant: one row a job.
SELECT
    j.id, j.task_name, j.lock, j.status::text, j.attempts, j.scheduled_at, e.deferred_at,
    e.started_at, e.ended_at
FROM (
    SELECT id, task_name, lock, status, attempts, scheduled_at
    FROM procrastinate_jobs
    WHERE %(status)s::text IS NULL OR status::text = %(status)s::text
    ORDER BY id DESC
    LIMIT %(limit)s::int
) AS j
CROSS JOIN LATERAL (
    SELECT
        max(v.at) FILTER (WHERE v.type = 'deferred') AS deferred_at,
        max(v.at) FILTER (WHERE v.type = 'started') AS started_at,
        max(v.at) FILTER (WHERE v.type IN ('succeeded', 'failed', 'aborted', 'cancelled')) AS ended_at
    FROM procrastinate_events AS v
    WHERE v.job_id = j.id
) AS e
ORDER BY j.id DESC
