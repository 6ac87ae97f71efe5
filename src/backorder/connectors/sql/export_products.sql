-- export_products: products with their substitutes, best first.
-- reads: product, substitute. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT
    product.sku, product.name, product.unit_price, product.currency, product.unit_cost,
    product.category, product.unit,
    ARRAY(
        SELECT other.sku
        FROM substitute
        JOIN product AS other ON other.id = substitute.substitute_id
        WHERE substitute.product_id = product.id AND substitute.standing = 'offered'
        ORDER BY substitute.rank, other.sku
    ) AS substitutes,
    product.discontinued, product.buying,
    product.currency AS _currency,
    product.attributes AS _attributes
FROM product
ORDER BY product.sku
