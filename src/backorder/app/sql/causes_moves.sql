-- causes_moves: what changed on hand of some products at the places that sell, parcels left out.
-- reads: stock_movement, location. writes: nothing.
-- parameters: products (int8 array).
-- invariant: one row of arrays: product, at (milliseconds since 1970), units (signed), corrected (1
--   for a count or an adjustment, but for the first thing that ever lay at a place: it opens it).
WITH move AS (
    SELECT
        m.product_id, m.at, m.kind,
        CASE WHEN d.sellable THEN m.quantity ELSE -m.quantity END AS units,
        row_number() OVER (
            PARTITION BY m.product_id, CASE WHEN d.sellable THEN d.id ELSE o.id END
            ORDER BY m.journal_id, m.n
        ) AS place
    FROM stock_movement AS m
    JOIN location AS o ON o.id = m.origin_id
    JOIN location AS d ON d.id = m.destination_id
    WHERE m.product_id = ANY(%(products)s::bigint[])
        AND m.kind <> 'shipment' AND d.sellable <> o.sellable
)
SELECT
    array_agg(product_id) AS product,
    array_agg((extract(epoch FROM at) * 1000)::bigint) AS at,
    array_agg(units) AS units,
    array_agg((kind IN ('count', 'adjustment') AND place > 1)::int::bigint) AS corrected
FROM move
