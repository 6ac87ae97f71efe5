-- delays_open: write new delay cases with their first notices.
-- reads: nothing. writes: delay_case, delay_notice.
-- parameters: columns as arrays: case, line, order, product, pack, due, n, kind, quantity, from, to,
--   respond_by, silence; names of packs, versions, kinds and silences; cause, draft, at, journal.
-- invariant: one open case a line.
WITH g AS MATERIALIZED (
    SELECT *
    FROM unnest(
        %(case)s::bigint[], %(line)s::bigint[], %(order)s::bigint[], %(product)s::bigint[],
        %(pack)s::bigint[], %(due)s::date[], %(n)s::bigint[], %(kind)s::bigint[],
        %(quantity)s::bigint[], %(from)s::date[], %(to)s::date[], %(respond_by)s::date[],
        %(silence)s::bigint[]
    ) AS g (
        case_id, line_id, order_id, product_id, pack, due_on, n, kind, quantity, from_on, to_on,
        respond_by, silence
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
