-- reallocation_images: the pegs of the lines that a reallocation changed, as they were before.
-- reads: reallocation_peg. writes: nothing.
-- parameters: id.
-- invariant: append-only.
SELECT
    array_agg(line_id) AS line,
    array_agg(n::bigint) AS n,
    array_agg(order_id) AS "order",
    array_agg(product_id) AS product,
    array_agg(coalesce(supply_id, 0)) AS supply,
    array_agg(quantity) AS quantity,
    array_agg(rank) AS rank,
    array_agg(coalesce(promised_on - DATE '2000-01-01', -2147483648)::bigint) AS promised_on
FROM (
    SELECT * FROM reallocation_peg WHERE reallocation_id = %(id)s::bigint ORDER BY line_id, n
) AS images
