-- page_line_causes: why units of a line were backordered: the last label of each event.
-- reads: backorder_cause. writes: nothing.
-- parameters: line.
-- invariant: one row an event, the opening first.
SELECT DISTINCT ON (event) event, at, units, shares, parts, evidence
FROM backorder_cause
WHERE line_id = %(line)s::bigint
ORDER BY event DESC, version DESC
