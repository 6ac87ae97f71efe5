-- known_products: which of these SKUs exist, and the currency each is priced in.
-- reads: product. writes: nothing.
-- parameters: names.
-- invariant: at most one row a SKU.
SELECT sku, currency FROM product WHERE sku = ANY(%(names)s::text[])
