-- remedies_expedite: the purchases and transfers that the units of some exceptions wait for; for an
-- exception of a whole product, all that are open.
-- reads: exception_case, peg, supply, supplier. writes: nothing.
-- parameters: cases (int8 array).
-- invariant: one row per case and supply.
WITH behind AS (
    SELECT e.id, g.supply_id, g.quantity
    FROM exception_case AS e
    JOIN peg AS g ON g.line_id = e.line_id
    WHERE e.id = ANY(%(cases)s::bigint[])
    UNION ALL
    SELECT e.id, s.id, s.quantity
    FROM exception_case AS e
    JOIN supply AS s ON s.product_id = e.product_id AND NOT s.quantity = 0
    WHERE e.id = ANY(%(cases)s::bigint[]) AND e.line_id IS NULL
)
SELECT
    b.id, s.name, s.kind, coalesce(v.code, ''), s.available_on, sum(b.quantity)::bigint
FROM behind AS b
JOIN supply AS s ON s.id = b.supply_id AND s.kind IN ('purchase', 'transfer')
LEFT JOIN supplier AS v ON v.id = s.supplier_id
GROUP BY b.id, s.id, v.code
ORDER BY b.id, s.available_on, s.id
