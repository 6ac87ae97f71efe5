-- figures_forget: keep no figure any more.
-- reads: kept_figure. writes: kept_figure.
-- parameters: none.
-- invariant: lists in tables of their own are not looked at without their row here.
DELETE FROM kept_figure
RETURNING name
