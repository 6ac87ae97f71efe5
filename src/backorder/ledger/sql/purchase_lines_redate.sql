-- purchase_lines_redate: order the lines of drafts for another day.
-- reads: nothing. writes: purchase_line.
-- parameters: line, ordered_for (arrays of one length).
-- invariant: what was approved keeps the day it was ordered for.
UPDATE purchase_line AS l
SET ordered_for = a.ordered_for
FROM unnest(%(line)s::bigint[], %(ordered_for)s::date[]) AS a (line, ordered_for)
WHERE l.id = a.line
