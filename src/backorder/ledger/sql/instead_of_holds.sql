-- instead_of_holds: what lines of quotes and holds were taken instead of, as they were asked for.
-- reads: hold, journal, hold_line, product. writes: nothing.
-- parameters: holds (int8 array).
-- invariant: one row a line that says so, of another product that is known.
SELECT h.id, p.id, l.product_id, l.quantity, l.unit_price, p.unit_price
FROM hold AS h
JOIN journal AS j ON j.id = h.journal_id
CROSS JOIN LATERAL jsonb_array_elements(
    coalesce(j.input -> 'holds', j.input -> 'quotes')
) AS c (cart)
CROSS JOIN LATERAL jsonb_array_elements(c.cart -> 'lines') WITH ORDINALITY AS a (line, n)
JOIN hold_line AS l ON l.hold_id = h.id AND l.line_no = a.n
JOIN product AS p ON p.sku = a.line ->> 'instead_of' AND p.id <> l.product_id
WHERE h.id = ANY(%(holds)s::bigint[]) AND c.cart ->> 'key' = h.key
ORDER BY h.id, l.line_no -- unique: one row a line
