-- job_again: let a job that failed run once more.
-- reads: procrastinate_jobs. writes: procrastinate_jobs (by its own function).
-- parameters: job, now.
-- invariant: a job that waits or runs is left alone: the caller has looked.
SELECT procrastinate_retry_job_v2(%(job)s::bigint, %(now)s::timestamptz, NULL, NULL, NULL)
