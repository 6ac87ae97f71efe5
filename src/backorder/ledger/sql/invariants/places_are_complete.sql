-- name: places_are_complete
-- invariant: There is one place of each virtual kind, every sellable place has one for damaged
--   goods, and supplies only lie at or go to sellable places.
-- law: 1
-- reads: location, supply
-- writes: nothing
-- parameters: none
WITH virtual AS (
    SELECT v.kind, count(l.id) AS places
    FROM unnest(ARRAY['supplier', 'customer', 'transit', 'adjustment', 'scrap']) AS v (kind)
    LEFT JOIN location l ON l.kind = v.kind
    GROUP BY v.kind
),
damaged AS (
    SELECT s.code, count(d.id) AS places
    FROM location s
    LEFT JOIN location d ON d.kind = 'damaged' AND d.site_id = s.id
    WHERE s.sellable
    GROUP BY s.code
)
SELECT 'virtual' AS rule, kind AS place, places AS found, NULL::bigint AS supply_id
FROM virtual
WHERE places <> 1
UNION ALL
SELECT 'damaged', code, places, NULL FROM damaged WHERE places <> 1
UNION ALL
SELECT 'supply', l.code, NULL, s.id
FROM supply s
JOIN location l ON l.id = s.location_id
WHERE NOT l.sellable
ORDER BY rule, place, supply_id
