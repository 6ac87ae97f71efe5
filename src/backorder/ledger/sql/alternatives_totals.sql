-- alternatives_totals: how often alternatives were shown in all, and how often one was taken.
-- reads: alternative_shown, swap. writes: nothing.
-- parameters: none.
-- invariant: one row.
SELECT
    (SELECT coalesce(sum(shown), 0)::bigint FROM alternative_shown),
    (SELECT count(*) FROM swap)
