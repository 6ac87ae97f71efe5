-- on_hand: what lies at places that do not sell, from the movements.
-- reads: stock_movement. writes: nothing.
-- parameters: product, location (int8 arrays of one length).
-- invariant: the products are locked, so the sum cannot change before it is used.
SELECT
    a.product, a.location,
    (
        SELECT coalesce(
            sum(CASE WHEN m.destination_id = a.location THEN m.quantity ELSE -m.quantity END), 0
        )::bigint
        FROM stock_movement AS m
        WHERE m.product_id = a.product
            AND (m.destination_id = a.location OR m.origin_id = a.location)
    )
FROM unnest(%(product)s::bigint[], %(location)s::bigint[]) AS a (product, location)
