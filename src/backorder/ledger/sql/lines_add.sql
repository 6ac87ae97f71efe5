-- lines_add: move the counters of some order lines, and close delay cases that have nothing late.
-- reads: peg. writes: order_line, delay_case.
-- parameters: columns as arrays: line, shipped, cancelled, returned (units to add); at.
-- invariant: the table's CHECKs refuse more than was ordered, or returned beyond shipped; an open
--   case has open units. The pegs were cut before.
WITH moved AS (
    UPDATE order_line AS l
    SET shipped = l.shipped + a.shipped,
        cancelled = l.cancelled + a.cancelled,
        returned = l.returned + a.returned
    FROM unnest(%(line)s::bigint[], %(shipped)s::bigint[], %(cancelled)s::bigint[], %(returned)s::bigint[]) AS a (
        line, shipped, cancelled, returned
    )
    WHERE l.id = a.line
    RETURNING l.id, a.shipped > 0 AS left_us, l.ordered = l.shipped + l.cancelled AS done
)
UPDATE delay_case AS c
SET closed_at = %(at)s::timestamptz,
    asked = FALSE,
    outcome = CASE WHEN m.left_us THEN 'shipped' ELSE 'cancelled' END
FROM moved AS m
WHERE c.line_id = m.id AND c.closed_at IS NULL
    AND (m.done OR NOT EXISTS (
        SELECT FROM peg AS p
        WHERE p.line_id = m.id AND (p.promised_on IS NULL OR p.promised_on > c.due_on)
    ))
