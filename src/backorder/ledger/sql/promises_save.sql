-- promises_save: append a new version of some lines' promises, and note on the pegs what was told.
-- reads: promise (the last version of a line). writes: promise, peg.
-- parameters: columns as arrays: line, n, part, quantity, promised_on, delivers_on, basis (0 unknown,
--   1 stock, 2 purchase, 3 transfer, 4 planned), supply, available_on, confidence; cause, at,
--   journal.
-- invariant: versions of a line have no gap; no version is ever edited.
WITH parts AS (
    SELECT *
    FROM unnest(
        %(line)s::bigint[], %(n)s::bigint[], %(part)s::bigint[], %(quantity)s::bigint[], %(promised_on)s::date[],
        %(delivers_on)s::date[], %(basis)s::bigint[], %(supply)s::bigint[],
        %(available_on)s::date[], %(confidence)s::bigint[]
    ) AS g (
        line_id, n, part, quantity, promised_on, delivers_on, basis, supply_id, available_on,
        confidence
    )
),
told AS (
    UPDATE peg AS p
    SET promised_on = nullif(g.promised_on, '-infinity')
    FROM parts AS g
    WHERE p.line_id = g.line_id AND p.n = g.n
        AND p.promised_on IS DISTINCT FROM nullif(g.promised_on, '-infinity')
)
INSERT INTO promise (
    line_id, version, part, quantity, promised_on, delivers_on, basis, supply_id, available_on,
    confidence, cause, made_at, journal_id
)
SELECT
    g.line_id,
    1 + coalesce((
        SELECT p.version
        FROM promise AS p
        WHERE p.line_id = g.line_id
        ORDER BY p.version DESC, p.part DESC
        LIMIT 1
    ), 0),
    g.part, g.quantity, nullif(g.promised_on, '-infinity'),
    nullif(g.delivers_on, '-infinity'),
    (ARRAY['unknown', 'stock', 'purchase', 'transfer', 'planned'])[g.basis + 1],
    nullif(g.supply_id, 0), nullif(g.available_on, '-infinity'), g.confidence, %(cause)s::text,
    %(at)s::timestamptz, %(journal)s::bigint
FROM parts AS g
