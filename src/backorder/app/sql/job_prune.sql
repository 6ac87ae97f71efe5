-- job_prune: forget jobs that ended before an instant, some at a time.
-- reads: procrastinate_jobs, procrastinate_events. writes: procrastinate_jobs.
-- parameters: before, limit.
-- invariant: what waits or runs stays; its events go with the job.
WITH old AS (
    SELECT j.id
    FROM procrastinate_jobs AS j
    WHERE
        j.status NOT IN ('todo', 'doing')
        AND NOT EXISTS (
            SELECT FROM procrastinate_events AS e
            WHERE e.job_id = j.id AND e.at >= %(before)s::timestamptz
        )
    ORDER BY j.id
    LIMIT %(limit)s::int
),
gone AS (DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM old) RETURNING id)
SELECT count(*) FROM gone
