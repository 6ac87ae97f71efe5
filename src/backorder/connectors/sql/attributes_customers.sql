-- attributes_customers: the names of all attributes that customers have, each a column of the file.
-- reads: customer. writes: nothing.
-- parameters: none.
-- invariant: each name once.
SELECT DISTINCT jsonb_object_keys(attributes) AS name FROM customer ORDER BY name -- unique: DISTINCT
