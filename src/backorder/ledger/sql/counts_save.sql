-- counts_save: write counts with their lines.
-- reads: nothing. writes: stock_count, count_line.
-- parameters: columns as arrays: c_* counts, l_* lines; journal, at.
-- invariant: a count's key is unique; a line that differs has one movement (movements_save).
WITH papers AS (
    INSERT INTO stock_count (id, key, at, journal_id, location_id)
    SELECT c.id, c.key, %(at)s::timestamptz, %(journal)s::bigint, c.location
    FROM unnest(%(c_id)s::bigint[], %(c_key)s::text[], %(c_location)s::bigint[]) AS c (id, key, location)
)
INSERT INTO count_line (stock_count_id, line_no, product_id, expected, counted)
SELECT l.stock_count, l.no, l.product, l.expected, l.counted
FROM unnest(%(l_count)s::bigint[], %(l_no)s::bigint[], %(l_product)s::bigint[], %(l_expected)s::bigint[], %(l_counted)s::bigint[]) AS l (
    stock_count, no, product, expected, counted
)
