-- transfer_lines_add: move the counters of some transfer lines.
-- reads: nothing. writes: transfer_line.
-- parameters: columns as arrays: line, received, damaged, lost (units to add).
-- invariant: the table's CHECKs refuse more than was sent.
UPDATE transfer_line AS l
SET received = l.received + a.received,
    damaged = l.damaged + a.damaged,
    lost = l.lost + a.lost
FROM unnest(%(line)s::bigint[], %(received)s::bigint[], %(damaged)s::bigint[], %(lost)s::bigint[]) AS a (line, received, damaged, lost)
WHERE l.id = a.line
