-- delay_answers_save: append what customers said to their delay cases, with the evidence.
-- reads: nothing. writes: delay_answer.
-- parameters: columns as arrays: case, n, notice, answer, outcome, channel, sender, shown, said,
--   until, given_at; at, by, journal.
-- invariant: answers of a case have no gap.
INSERT INTO delay_answer (
    case_id, n, notice, answer, outcome, channel, sender, shown, said, until, at, recorded_at,
    recorded_by, journal_id
)
SELECT
    a.case_id, a.n, a.notice, a.answer, a.outcome, a.channel, a.sender, a.shown, a.said,
    nullif(a.until, '-infinity'), a.at, %(at)s::timestamptz, %(by)s::text, %(journal)s::bigint
FROM unnest(
    %(case)s::bigint[], %(n)s::bigint[], %(notice)s::bigint[], %(answer)s::text[],
    %(outcome)s::text[], %(channel)s::text[], %(sender)s::text[], %(shown)s::text[],
    %(said)s::text[], %(until)s::date[], %(given_at)s::timestamptz[]
) AS a (case_id, n, notice, answer, outcome, channel, sender, shown, said, until, at)
