-- instead_of_holds: what lines of quotes and holds were taken instead of, as they were asked for.
-- reads: hold, journal, hold_line, product. writes: nothing.
-- parameters: holds (int8 array).
-- invariant: one row a line that says so, with product 0 and price -1 where it does not count.
-- Each entry is opened once, however many carts of it become orders.
WITH mine AS MATERIALIZED (
    SELECT h.id, h.key, h.journal_id FROM hold AS h WHERE h.id = ANY(%(holds)s::bigint[])
),
said AS MATERIALIZED (
    SELECT j.id AS journal_id, c.cart ->> 'key' AS key, c.cart -> 'lines' AS lines
    FROM journal AS j
    CROSS JOIN LATERAL jsonb_array_elements(
        coalesce(j.input -> 'holds', j.input -> 'quotes')
    ) AS c (cart)
    WHERE j.id IN (SELECT journal_id FROM mine)
        AND c.cart @@ 'exists($.lines[*].instead_of)'::jsonpath
)
SELECT h.id, coalesce(p.id, 0), l.product_id, l.quantity, l.unit_price, coalesce(p.unit_price, -1)
FROM mine AS h
JOIN said AS s ON s.journal_id = h.journal_id AND s.key = h.key
CROSS JOIN LATERAL jsonb_array_elements(s.lines) WITH ORDINALITY AS a (line, n)
JOIN hold_line AS l ON l.hold_id = h.id AND l.line_no = a.n
LEFT JOIN product AS p ON p.sku = a.line ->> 'instead_of' AND p.id <> l.product_id
WHERE a.line ->> 'instead_of' IS NOT NULL
ORDER BY h.id, l.line_no -- unique: one row a line
