-- exceptions_save: open cases for lines whose date is unknown; close the cases of lines that have
-- no unit without a supply any more.
-- reads: peg, order_line. writes: exception_case.
-- parameters: lines (reviewed); line, id (cases to open, arrays of one length); at, journal.
-- invariant: a line has an open case exactly while one of its units has no supply.
WITH closed AS (
    UPDATE exception_case AS e
    SET closed_at = %(at)s::timestamptz, closed_by = %(journal)s::bigint
    WHERE e.line_id = ANY(%(lines)s::bigint[])
        AND e.code = 'date_unknown'
        AND e.closed_at IS NULL
        AND NOT EXISTS (
            SELECT FROM peg AS p WHERE p.line_id = e.line_id AND p.supply_id IS NULL
        )
)
INSERT INTO exception_case (id, code, product_id, line_id, opened_at, opened_by)
SELECT c.id, 'date_unknown', l.product_id, l.id, %(at)s::timestamptz, %(journal)s::bigint
FROM unnest(%(line)s::bigint[], %(id)s::bigint[]) AS c (line, id)
JOIN order_line AS l ON l.id = c.line
