-- payment_request_end: write down how a request ended, or when it is asked again.
-- reads: nothing. writes: payment_request.
-- parameters: id, state, reference, problem, next_at, now.
-- invariant: what ended is done or refused, and has its instant.
UPDATE payment_request
SET state = %(state)s::text,
    reference = %(reference)s::text,
    problem = %(problem)s::text,
    next_at = %(next_at)s::timestamptz,
    ended_at = CASE WHEN %(state)s::text IN ('done', 'refused') THEN %(now)s::timestamptz END
WHERE id = %(id)s::bigint
