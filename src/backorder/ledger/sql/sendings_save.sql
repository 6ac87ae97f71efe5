-- sendings_save: write that purchases were sent.
-- reads: nothing. writes: purchase_sending.
-- parameters: columns as arrays: id, key, purchase_order, how, recipient; journal, at.
-- invariant: a sending's key is unique; rows are only added.
INSERT INTO purchase_sending (id, key, at, journal_id, purchase_order_id, how, recipient)
SELECT
    s.id, s.key, %(at)s::timestamptz, %(journal)s::bigint, s.purchase_order, s.how, s.recipient
FROM unnest(
    %(id)s::bigint[], %(key)s::text[], %(purchase_order)s::bigint[], %(how)s::text[],
    %(recipient)s::text[]
) AS s (id, key, purchase_order, how, recipient)
