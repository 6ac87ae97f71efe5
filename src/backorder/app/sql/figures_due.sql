-- figures_due: which figures are to be worked out anew, the one that waits longest first.
-- reads: kept_figure. writes: nothing.
-- parameters: names; now.
-- invariant: what was never kept is due.
SELECT n.name
FROM unnest(%(names)s::text[]) AS n (name)
LEFT JOIN kept_figure AS k ON k.name = n.name
WHERE k.name IS NULL OR k.due_at <= %(now)s::timestamptz
ORDER BY k.due_at NULLS FIRST, n.name -- unique: names differ
