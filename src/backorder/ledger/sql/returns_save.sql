-- returns_save: write returns with their lines.
-- reads: nothing. writes: sales_return, return_line.
-- parameters: columns as arrays: r_* returns, l_* lines; journal, at.
-- invariant: a return's key is unique; each line has one movement per condition (movements_save).
WITH papers AS (
    INSERT INTO sales_return (id, key, at, journal_id, order_id, location_id)
    SELECT r.id, r.key, %(at)s::timestamptz, %(journal)s::bigint, r.order_id, r.location
    FROM unnest(%(r_id)s::bigint[], %(r_key)s::text[], %(r_order)s::bigint[], %(r_location)s::bigint[]) AS r (
        id, key, order_id, location
    )
)
INSERT INTO return_line (sales_return_id, line_no, order_line_id, good, damaged)
SELECT l.sales_return, l.no, l.order_line, l.good, l.damaged
FROM unnest(%(l_return)s::bigint[], %(l_no)s::bigint[], %(l_order_line)s::bigint[], %(l_good)s::bigint[], %(l_damaged)s::bigint[]) AS l (
    sales_return, no, order_line, good, damaged
)
