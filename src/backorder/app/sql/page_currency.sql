-- page_currency: the currency of a product.
-- reads: product. writes: nothing.
-- parameters: sku.
-- invariant: at most one row.
SELECT currency FROM product WHERE sku = %(sku)s::text
