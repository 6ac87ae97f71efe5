-- page_wave: what one release sent to be picked.
-- reads: journal, product, sales_order. writes: nothing.
-- parameters: key (of the release).
-- invariant: one row a place, product and order, as they were released.
SELECT
    line.location, line.sku, coalesce(p.name, '') AS name, one."order" AS order_name,
    line.quantity, j.at, j.actor
FROM journal AS j
CROSS JOIN LATERAL jsonb_to_recordset(j.result -> 'released') AS one ("order" text, lines jsonb)
CROSS JOIN LATERAL jsonb_to_recordset(one.lines) AS line (sku text, quantity bigint, location text)
LEFT JOIN product AS p ON p.sku = line.sku
WHERE j.verb = 'release' AND j.key = %(key)s::text
ORDER BY line.location, line.sku, one."order" -- unique: a release names an order once
