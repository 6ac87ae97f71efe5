-- list_promotions_pages: promotions, those that begin last first.
-- reads: promotion, product. writes: nothing.
-- parameters: none.
-- invariant: one row for each promotion and product.
SELECT
    p.from_on AS _place, p.id AS _place2, p.name, product.sku, product.name AS product,
    p.from_on AS "from", p.to_on AS "to", p.uplift, p.announced_by, p.note, p.withdrawn
FROM promotion AS p
JOIN product ON product.id = p.product_id
