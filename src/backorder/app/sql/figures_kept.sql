-- figures_kept: figures that are kept, each with the instant it was worked out.
-- reads: kept_figure. writes: nothing.
-- parameters: names.
-- invariant: one row a figure that is kept.
SELECT name, as_of, body
FROM kept_figure
WHERE name = ANY(%(names)s::text[])
ORDER BY name -- unique: the primary key
