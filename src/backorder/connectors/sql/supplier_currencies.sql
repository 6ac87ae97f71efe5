-- supplier_currencies: the currency in which suppliers sell to us.
-- reads: supplier, supplier_item, product. writes: nothing.
-- parameters: names (codes).
-- invariant: one row per supplier that sells anything; of several currencies the first by name.
SELECT v.code, min(p.currency)
FROM supplier AS v
JOIN supplier_item AS i ON i.supplier_id = v.id
JOIN product AS p ON p.id = i.product_id
WHERE v.code = ANY(%(names)s::text[])
GROUP BY v.code
