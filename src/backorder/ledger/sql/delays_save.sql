-- delays_save: write what became of some lines' delays: new cases, what is known of open ones, and
-- their next notices.
-- reads: nothing. writes: delay_case, delay_notice.
-- parameters: columns as arrays: case, line, order, product, pack, due, act (1 notice, 2 noted,
--   3 covered, 4 recovered), fresh (1: the case is new), n, kind, quantity, from, to, respond_by,
--   silence; names of packs, versions, kinds and silences; cause, draft, at, journal.
-- invariant: one open case a line; notices of a case have no gap.
WITH g AS MATERIALIZED (
    SELECT *
    FROM unnest(
        %(case)s::bigint[], %(line)s::bigint[], %(order)s::bigint[], %(product)s::bigint[],
        %(pack)s::bigint[], %(due)s::date[], %(act)s::bigint[], %(fresh)s::bigint[],
        %(n)s::bigint[], %(kind)s::bigint[], %(quantity)s::bigint[], %(from)s::date[],
        %(to)s::date[], %(respond_by)s::date[], %(silence)s::bigint[]
    ) AS g (
        case_id, line_id, order_id, product_id, pack, due_on, act, fresh, n, kind, quantity,
        from_on, to_on, respond_by, silence
    )
),
opened AS (
    INSERT INTO delay_case (
        id, line_id, order_id, product_id, pack, pack_version, due_on, told_on, notices,
        notice_to, silence, respond_by, opened_at, journal_id
    )
    SELECT
        g.case_id, g.line_id, g.order_id, g.product_id, (%(packs)s::text[])[g.pack],
        (%(versions)s::bigint[])[g.pack], g.due_on, nullif(g.to_on, '-infinity'), g.n,
        nullif(g.to_on, '-infinity'), (%(silences)s::text[])[g.silence],
        nullif(g.respond_by, '-infinity'), %(at)s::timestamptz, %(journal)s::bigint
    FROM g
    WHERE g.fresh = 1
),
changed AS (
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
    WHERE g.fresh = 0 AND c.id = g.case_id
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
