-- reallocation_categories: the products of some categories.
-- reads: product. writes: nothing.
-- parameters: categories.
-- invariant: a product has one category.
SELECT id FROM product WHERE category = ANY(%(categories)s::text[]) ORDER BY id
