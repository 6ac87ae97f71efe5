-- swaps_save: append which product customers took instead of which.
-- reads: nothing. writes: swap.
-- parameters: columns as int8 arrays: order, product, substitute, quantity, unit_price, was_price;
--   journal; at.
-- invariant: the products are locked; n counts the swaps of one entry from 1.
INSERT INTO swap (
    journal_id, n, at, order_id, product_id, substitute_id, quantity, unit_price, was_price
)
SELECT
    %(journal)s::bigint, s.n, %(at)s::timestamptz, s.order_id, s.product_id, s.substitute_id, s.quantity,
    s.unit_price, s.was_price
FROM unnest(
    %(order)s::bigint[], %(product)s::bigint[], %(substitute)s::bigint[], %(quantity)s::bigint[],
    %(unit_price)s::bigint[], %(was_price)s::bigint[]
) WITH ORDINALITY AS s (order_id, product_id, substitute_id, quantity, unit_price, was_price, n)
