-- movements_save: append stock movements of one verb.
-- reads: nothing. writes: stock_movement.
-- parameters: columns as arrays: product, origin, destination, quantity, document, line; kinds
--   (text array); journal, at.
-- invariant: double entry: every unit leaves one location and enters another.
INSERT INTO stock_movement (
    journal_id, n, product_id, origin_id, destination_id, quantity, kind, document, document_line,
    at
)
SELECT
    %(journal)s::bigint, m.n, m.product, m.origin, m.destination, m.quantity, m.kind, m.document,
    m.line, %(at)s::timestamptz
FROM unnest(
    %(product)s::bigint[], %(origin)s::bigint[], %(destination)s::bigint[], %(quantity)s::bigint[], %(kinds)s::text[], %(document)s::bigint[],
    %(line)s::bigint[]
) WITH ORDINALITY AS m (product, origin, destination, quantity, kind, document, line, n)
