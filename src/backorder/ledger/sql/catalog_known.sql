-- catalog_known: which of these products and suppliers exist.
-- reads: product, supplier. writes: nothing.
-- parameters: skus, suppliers.
-- invariant: one row of two lists.
SELECT
    ARRAY(SELECT sku FROM product WHERE sku = ANY(%(skus)s::text[]) ORDER BY sku),
    ARRAY(SELECT code FROM supplier WHERE code = ANY(%(suppliers)s::text[]) ORDER BY code)
