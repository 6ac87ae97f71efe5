-- list_stock_pages: what is on hand in places that sell, with what of it is free and what comes.
-- reads: supply, product, location. writes: nothing.
-- parameters: none.
-- invariant: one row for each product and place; allocated counts held units too.
SELECT
    s.id AS _place, p.sku, p.name, l.code AS location, s.quantity AS on_hand,
    s.pegged AS allocated, s.quantity - s.pegged AS available, s.quantity <> 0 AS there, (
        SELECT coalesce(sum(c.quantity), 0)::bigint FROM supply AS c
        WHERE c.product_id = s.product_id AND c.location_id = s.location_id AND c.quantity <> 0
            AND c.kind IN ('purchase', 'transfer')
    ) AS coming
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN location AS l ON l.id = s.location_id
WHERE s.kind = 'stock'
