-- attributes_products: the names of all attributes that products have, each a column of the file.
-- reads: product. writes: nothing.
-- parameters: none.
-- invariant: each name once.
SELECT DISTINCT jsonb_object_keys(attributes) AS name FROM product ORDER BY name -- unique: DISTINCT
