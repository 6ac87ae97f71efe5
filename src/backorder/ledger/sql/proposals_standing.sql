-- proposals_standing: the proposals of a slice of the products that are open, and those put aside.
-- reads: proposal, product. writes: nothing.
-- parameters: after, through (SKUs, null for the ends); today.
-- invariant: one open row per need (proposal_one_open_per_need).
WITH found AS (
    SELECT
        p.id, p.kind, p.product_id, p.location_id, p.supplier_id, p.emergency, p.purchase_line_id,
        p.needed, p.state
    FROM proposal AS p
    JOIN product AS i ON i.id = p.product_id
    WHERE (%(after)s::text IS NULL OR i.sku > %(after)s::text)
        AND (%(through)s::text IS NULL OR i.sku <= %(through)s::text)
        AND (
            p.state = 'open'
            OR (p.state = 'dismissed' AND p.dismissed_until >= %(today)s::date)
        )
    ORDER BY p.id
)
SELECT
    array_agg(id::int8) AS id,
    array_agg((CASE kind WHEN 'buy' THEN 0 ELSE 1 END)::int8) AS kind,
    array_agg(product_id::int8) AS product, array_agg(location_id::int8) AS location,
    array_agg(coalesce(supplier_id, 0)::int8) AS supplier,
    array_agg(emergency::int::int8) AS emergency,
    array_agg(coalesce(CASE WHEN kind = 'surplus' THEN purchase_line_id END, 0)::int8) AS line,
    array_agg(needed::int8) AS needed,
    array_agg((CASE state WHEN 'open' THEN 0 ELSE 1 END)::int8) AS asleep
FROM found
