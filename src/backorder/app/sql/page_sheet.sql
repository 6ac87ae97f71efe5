-- page_sheet: the products to be counted at a place.
-- reads: supply, product, location. writes: nothing.
-- parameters: location (code), part (of a SKU or category, empty for all), after (SKU), limit.
-- invariant: one row a product that the place holds, held or has coming, by SKU; no quantities.
SELECT p.sku, p.name, p.unit
FROM product AS p
WHERE (
        %(part)s::text = '' OR starts_with(lower(p.sku), lower(%(part)s::text))
        OR lower(p.category) = lower(%(part)s::text)
    )
    AND p.sku > %(after)s::text
    AND EXISTS (
        SELECT 1
        FROM supply AS s
        JOIN location AS l ON l.id = s.location_id
        WHERE s.product_id = p.id AND l.code = %(location)s::text AND s.kind = 'stock'
    )
ORDER BY p.sku
LIMIT %(limit)s::bigint
