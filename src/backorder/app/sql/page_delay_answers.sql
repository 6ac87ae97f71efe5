-- page_delay_answers: what a customer said to a delay case, with its evidence.
-- reads: delay_answer. writes: nothing.
-- parameters: case (id).
-- invariant: one row an answer, the oldest first.
SELECT
    a.n, a.notice, a.answer, a.outcome, a.channel, a.sender, a.shown, a.said, a.until, a.at,
    a.recorded_at, a.recorded_by
FROM delay_answer AS a
WHERE a.case_id = %(case)s::bigint
ORDER BY a.n
