-- list_products: what is sold.
-- reads: product. writes: nothing.
-- parameters: none.
-- invariant: one row a product; columns that begin with _ are not shown.
SELECT
    p.id AS _place, p.currency AS _currency,
    p.sku, p.name, p.unit_price, p.unit_cost, p.currency, p.category, p.unit, p.discontinued,
    p.attributes
FROM product AS p
