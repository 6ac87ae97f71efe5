-- attributes_suppliers: the names of all attributes that suppliers have, each a column of the file.
-- reads: supplier. writes: nothing.
-- parameters: none.
-- invariant: each name once.
SELECT DISTINCT jsonb_object_keys(attributes) AS name FROM supplier ORDER BY name -- unique: DISTINCT
