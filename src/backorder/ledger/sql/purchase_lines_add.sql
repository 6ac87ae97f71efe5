-- purchase_lines_add: move the counters of some purchase lines.
-- reads: nothing. writes: purchase_line.
-- parameters: columns as arrays: line, ordered, received, damaged, cancelled, over (units to add),
--   taken_off (of the cancelled).
-- invariant: the table's CHECKs refuse more than was ordered plus recorded overage.
UPDATE purchase_line AS l
SET ordered = l.ordered + a.ordered,
    received = l.received + a.received,
    damaged = l.damaged + a.damaged,
    cancelled = l.cancelled + a.cancelled,
    over = l.over + a.over,
    taken_off = l.taken_off + a.taken_off
FROM unnest(
    %(line)s::bigint[], %(ordered)s::bigint[], %(received)s::bigint[], %(damaged)s::bigint[], %(cancelled)s::bigint[], %(over)s::bigint[],
    %(taken_off)s::bigint[]
) AS a (line, ordered, received, damaged, cancelled, over, taken_off)
WHERE l.id = a.line
