-- attributes_locations: the names of all attributes that locations have, each a column of the file.
-- reads: location. writes: nothing.
-- parameters: none.
-- invariant: each name once.
SELECT DISTINCT jsonb_object_keys(attributes) AS name FROM location ORDER BY name -- unique: DISTINCT
