-- alternatives_totals: how often alternatives were put before customers in all, and how often one was taken.
-- reads: alternative_shown, swap. writes: nothing.
-- parameters: none.
-- invariant: one row.
SELECT
    (SELECT coalesce(sum(shown + offered), 0)::bigint FROM alternative_shown),
    (SELECT count(*) FROM swap)
