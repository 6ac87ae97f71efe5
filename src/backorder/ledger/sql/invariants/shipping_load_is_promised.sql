-- name: shipping_load_is_promised
-- invariant: At every place with a daily capacity the units counted for a day are those of the pegs
--   promised for that day, and at no other place any are counted.
-- law: 3
-- reads: shipping_load, peg, supply, location
-- writes: nothing
-- parameters: none
WITH promised AS (
    SELECT s.location_id, p.promised_on AS day, sum(p.quantity)::bigint AS units
    FROM location l
    JOIN supply s ON s.location_id = l.id AND s.pegged > 0
    JOIN peg p ON p.supply_id = s.id
    WHERE l.daily_capacity IS NOT NULL AND p.promised_on IS NOT NULL
    GROUP BY s.location_id, p.promised_on
)
SELECT coalesce(a.location_id, b.location_id) AS location_id, coalesce(a.day, b.day) AS day,
    b.units AS counted, a.units AS promised
FROM promised a
FULL JOIN shipping_load b ON b.location_id = a.location_id AND b.day = a.day
WHERE a.units IS DISTINCT FROM b.units
ORDER BY 1, 2 -- unique: one row for each place and day
