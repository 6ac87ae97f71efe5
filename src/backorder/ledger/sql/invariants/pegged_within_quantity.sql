-- name: pegged_within_quantity
-- invariant: No supply is pegged beyond its quantity, and none is below nothing.
-- law: 3
-- reads: supply
-- writes: nothing
-- parameters: none
SELECT id AS supply_id, name, quantity, pegged
FROM supply
WHERE pegged < 0 OR pegged > quantity OR (kind = 'planned' AND pegged <> quantity)
ORDER BY id
