-- job_stalled: jobs in work whose worker has not been heard of since an instant, or is gone.
-- reads: procrastinate_jobs, procrastinate_workers. writes: nothing (row locks).
-- parameters: before.
-- invariant: each is looked after by one worker.
SELECT j.id, j.task_name, j.lock, j.attempts
FROM procrastinate_jobs AS j
LEFT JOIN procrastinate_workers AS w ON w.id = j.worker_id
WHERE
    j.status = 'doing'
    AND (w.id IS NULL OR w.last_heartbeat < %(before)s::timestamptz)
ORDER BY j.id
FOR UPDATE OF j SKIP LOCKED
