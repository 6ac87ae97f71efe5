-- delays_move: write what a new day made of open delay cases, and their next notices.
-- reads: nothing. writes: delay_case, delay_notice.
-- parameters: columns as arrays: case, act (1 notice, 2 noted, 3 covered, 4 recovered), n, kind,
--   quantity, from, to, respond_by, silence; names of kinds and silences; cause, draft, at, journal.
-- invariant: the products of the cases are locked; notices of a case have no gap. All rows are of
--   open cases: where the planner guesses that a filter leaves one, it goes through the table for each.
WITH g AS MATERIALIZED (
    SELECT *
    FROM unnest(
        %(case)s::bigint[], %(act)s::bigint[], %(n)s::bigint[], %(kind)s::bigint[],
        %(quantity)s::bigint[], %(from)s::date[], %(to)s::date[], %(respond_by)s::date[],
        %(silence)s::bigint[]
    ) AS g (case_id, act, n, kind, quantity, from_on, to_on, respond_by, silence)
),
moved AS (
    UPDATE delay_case AS c
    SET told_on = nullif(g.to_on, '-infinity'),
        notices = CASE WHEN g.act = 1 THEN g.n ELSE c.notices END,
        notice_to = CASE WHEN g.act = 1 THEN nullif(g.to_on, '-infinity') ELSE c.notice_to END,
        silence = CASE WHEN g.act = 1 THEN (%(silences)s::text[])[g.silence] ELSE c.silence END,
        respond_by = CASE
            WHEN g.act = 1 THEN nullif(g.respond_by, '-infinity')
            WHEN g.act = 2 THEN c.respond_by
        END,
        asked = CASE WHEN g.act = 2 THEN c.asked ELSE g.act = 1 END,
        closed_at = CASE WHEN g.act = 4 THEN %(at)s::timestamptz END,
        outcome = CASE WHEN g.act = 4 THEN 'recovered' ELSE '' END
    FROM g
    WHERE c.id = g.case_id
)
INSERT INTO delay_notice (
    case_id, n, kind, quantity, from_on, to_on, respond_by, silence, cause, draft, made_at,
    journal_id
)
SELECT
    g.case_id, g.n, (%(kinds)s::text[])[g.kind], g.quantity, nullif(g.from_on, '-infinity'),
    nullif(g.to_on, '-infinity'), nullif(g.respond_by, '-infinity'),
    (%(silences)s::text[])[g.silence], %(cause)s::text, %(draft)s::boolean, %(at)s::timestamptz,
    %(journal)s::bigint
FROM g
WHERE g.act = 1
