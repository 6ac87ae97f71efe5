-- transfers_save: write transfers with their lines.
-- reads: nothing. writes: transfer, transfer_line.
-- parameters: columns as arrays: t_* transfers, l_* lines; journal, at.
-- invariant: a transfer's key is unique; each line has one supply and one movement.
WITH papers AS (
    INSERT INTO transfer (id, key, at, journal_id, origin_id, destination_id)
    SELECT t.id, t.key, %(at)s::timestamptz, %(journal)s::bigint, t.origin, t.destination
    FROM unnest(%(t_id)s::bigint[], %(t_key)s::text[], %(t_origin)s::bigint[], %(t_destination)s::bigint[]) AS t (
        id, key, origin, destination
    )
)
INSERT INTO transfer_line (id, transfer_id, line_no, product_id, sent)
SELECT l.id, l.transfer, l.no, l.product, l.sent
FROM unnest(%(l_id)s::bigint[], %(l_transfer)s::bigint[], %(l_no)s::bigint[], %(l_product)s::bigint[], %(l_sent)s::bigint[]) AS l (
    id, transfer, no, product, sent
)
