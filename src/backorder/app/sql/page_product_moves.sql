-- page_product_moves: the last movements of a product, the latest first.
-- reads: stock_movement, location. writes: nothing.
-- parameters: product (id); limit (rows).
-- invariant: one row a movement; its paper is named by kind and number.
SELECT m.at, m.kind, m.document, a.code, a.kind, b.code, b.kind, m.quantity
FROM stock_movement AS m
JOIN location AS a ON a.id = m.origin_id
JOIN location AS b ON b.id = m.destination_id
WHERE m.product_id = %(product)s::bigint
ORDER BY m.journal_id DESC, m.n DESC
LIMIT %(limit)s::bigint
