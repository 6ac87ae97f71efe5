-- export_promotions: what is planned to move demand.
-- reads: promotion, product. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT
    p.name, product.sku, p.from_on AS from, p.to_on AS to, p.uplift, p.announced_by, p.note,
    p.withdrawn
FROM promotion AS p
JOIN product ON product.id = p.product_id
ORDER BY p.name, product.sku
