-- figures_large: whether the books are so large that their figures are kept.
-- reads: pg_class. writes: nothing.
-- parameters: pegs, orders (rows from which on they are large).
-- invariant: rows as the server last counted or guessed them; it costs nothing to ask every second.
SELECT EXISTS (
    SELECT FROM pg_class
    WHERE (oid = 'peg'::regclass AND reltuples >= %(pegs)s::bigint)
        OR (oid = 'sales_order'::regclass AND reltuples >= %(orders)s::bigint)
)
