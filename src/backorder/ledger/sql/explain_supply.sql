-- explain_supply: the supply of a name, for stock with the product's SKU, and how much is promised.
-- reads: supply, product, peg. writes: nothing.
-- parameters: name; sku (null for any).
-- invariant: a name is that of one purchase line, transfer line or plan; stock has one per product.
SELECT s.id, s.quantity, s.pegged, held.orders
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
CROSS JOIN LATERAL (
    SELECT count(DISTINCT g.order_id) AS orders FROM peg AS g WHERE g.supply_id = s.id
) AS held
WHERE s.name = %(name)s::text AND (%(sku)s::text IS NULL OR p.sku = %(sku)s::text)
ORDER BY s.id
LIMIT 2
