-- lines_of_supplies: the lines that wait for some supplies.
-- reads: peg. writes: nothing.
-- parameters: supplies (int8 array).
-- invariant: the products are locked.
SELECT array_agg(line_id) AS line FROM peg WHERE supply_id = ANY(%(supplies)s::bigint[])
