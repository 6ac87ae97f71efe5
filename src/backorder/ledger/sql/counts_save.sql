-- counts_save: write counts with their lines.
-- reads: nothing. writes: stock_count, count_line.
-- parameters: columns as arrays: c_* counts, l_* lines; journal, at.
-- invariant: a count's key is unique; a line that differs has one movement (movements_save).
WITH papers AS (
    INSERT INTO stock_count (id, key, at, journal_id, location_id)
    SELECT c.id, c.key, %(at)s::timestamptz, %(journal)s::bigint, c.location
    FROM unnest(%(c_id)s, %(c_key)s::text[], %(c_location)s) AS c (id, key, location)
)
INSERT INTO count_line (stock_count_id, line_no, product_id, expected, counted)
SELECT l.stock_count, l.no, l.product, l.expected, l.counted
FROM unnest(%(l_count)s, %(l_no)s, %(l_product)s, %(l_expected)s, %(l_counted)s) AS l (
    stock_count, no, product, expected, counted
)
