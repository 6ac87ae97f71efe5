-- page_product: a product by its SKU.
-- reads: product. writes: nothing.
-- parameters: sku.
-- invariant: at most one row.
SELECT id, sku, name, unit_price, unit_cost, currency, category, unit, discontinued, attributes
FROM product
WHERE sku = %(sku)s::text
