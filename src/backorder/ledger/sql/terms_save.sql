-- terms_save: set how order lines are paid.
-- reads: nothing. writes: payment_term.
-- parameters: columns as arrays: line, order, method, percent, due_now; at, journal.
-- invariant: one row a line; a later one takes the place of the first.
INSERT INTO payment_term (line_id, order_id, method, percent, due_now, at, journal_id)
SELECT t.line, t.order_id, t.method, t.percent, t.due_now, %(at)s::timestamptz, %(journal)s::bigint
FROM unnest(
    %(line)s::bigint[], %(order)s::bigint[], %(method)s::text[], %(percent)s::bigint[],
    %(due_now)s::bigint[]
) AS t (line, order_id, method, percent, due_now)
ON CONFLICT (line_id) DO UPDATE
SET method = excluded.method,
    percent = excluded.percent,
    due_now = excluded.due_now,
    at = excluded.at,
    journal_id = excluded.journal_id
