-- list_promotions: what is planned to move demand.
-- reads: promotion, product. writes: nothing.
-- parameters: none.
-- invariant: one row for each promotion and product.
SELECT
    p.id AS _place, p.name, product.sku, p.from_on AS "from", p.to_on AS "to", p.uplift,
    p.announced_by, p.note, p.withdrawn
FROM promotion AS p
JOIN product ON product.id = p.product_id
