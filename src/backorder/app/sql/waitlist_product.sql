-- waitlist_product: a product that somebody wants to hear of.
-- reads: product. writes: nothing.
-- parameters: sku.
-- invariant: at most one row.
SELECT id, sku, name, discontinued
FROM product
WHERE sku = %(sku)s::text
