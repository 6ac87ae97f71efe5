-- lines_add: move the counters of some order lines.
-- reads: nothing. writes: order_line.
-- parameters: columns as arrays: line, shipped, cancelled, returned (units to add).
-- invariant: the table's CHECKs refuse more than was ordered, or returned beyond shipped.
UPDATE order_line AS l
SET shipped = l.shipped + a.shipped,
    cancelled = l.cancelled + a.cancelled,
    returned = l.returned + a.returned
FROM unnest(%(line)s::bigint[], %(shipped)s::bigint[], %(cancelled)s::bigint[], %(returned)s::bigint[]) AS a (
    line, shipped, cancelled, returned
)
WHERE l.id = a.line
