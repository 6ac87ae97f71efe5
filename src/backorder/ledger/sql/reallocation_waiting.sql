-- reallocation_waiting: the products that anybody waits for.
-- reads: supply, peg. writes: nothing.
-- parameters: none.
-- invariant: a unit that is not pegged to stock is backordered.
SELECT product_id FROM supply WHERE NOT quantity = 0 AND NOT kind = 'stock' AND pegged > 0
UNION
SELECT product_id FROM peg WHERE supply_id IS NULL
ORDER BY product_id
