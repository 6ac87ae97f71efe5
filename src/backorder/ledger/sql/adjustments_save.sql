-- adjustments_save: write adjustments.
-- reads: nothing. writes: adjustment.
-- parameters: columns as arrays: id, key, location, product, quantity, cause; journal, at.
-- invariant: an adjustment's key is unique; each has one movement (movements_save).
INSERT INTO adjustment (id, key, at, journal_id, location_id, product_id, quantity, cause)
SELECT
    a.id, a.key, %(at)s::timestamptz, %(journal)s::bigint, a.location, a.product, a.quantity,
    a.cause
FROM unnest(
    %(id)s::bigint[], %(key)s::text[], %(location)s::bigint[], %(product)s::bigint[], %(quantity)s::bigint[], %(cause)s::text[]
) AS a (id, key, location, product, quantity, cause)
