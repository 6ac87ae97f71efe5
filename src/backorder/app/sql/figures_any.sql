-- figures_any: whether a figure is kept.
-- reads: kept_figure. writes: nothing.
-- parameters: none.
-- invariant: none.
SELECT EXISTS (SELECT FROM kept_figure)
