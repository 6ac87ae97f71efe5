-- list_movements: units that went from one place to another.
-- reads: stock_movement, product, location. writes: nothing.
-- parameters: none.
-- invariant: one row a movement.
SELECT
    m.journal_id AS _place, m.n AS _place2,
    m.at, p.sku, origin.code AS "from", destination.code AS "to", m.quantity, m.kind,
    m.journal_id AS journal
FROM stock_movement AS m
JOIN product AS p ON p.id = m.product_id
JOIN location AS origin ON origin.id = m.origin_id
JOIN location AS destination ON destination.id = m.destination_id
