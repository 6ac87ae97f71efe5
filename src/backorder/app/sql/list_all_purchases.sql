-- list_all_purchases: every purchase order, with what came of it.
-- reads: purchase_order, purchase_line, supply, supplier, location, product, purchase_stage.
-- writes: nothing.
-- parameters: none.
-- invariant: one row a purchase order; open is what its supplies hold.
SELECT
    o.id AS _place,
    o.id AS purchase_order, o.key, v.code AS supplier, l.code AS location,
    coalesce(o.approved_at, o.at) AS ordered_at,
    (SELECT g.stage FROM purchase_stage AS g WHERE g.id = o.id) AS stage,
    made.expected_on, made.lines, made.ordered, made.received, made.open, made.value,
    made.currency AS _currency, made.currency
FROM purchase_order AS o
JOIN supplier AS v ON v.id = o.supplier_id
JOIN location AS l ON l.id = o.location_id
CROSS JOIN LATERAL (
    SELECT
        min(s.available_on) FILTER (WHERE s.quantity <> 0) AS expected_on, count(*) AS lines,
        sum(line.ordered)::bigint AS ordered, sum(line.received)::bigint AS received,
        coalesce(sum(s.quantity), 0)::bigint AS open,
        sum(line.ordered * line.unit_cost)::bigint AS value, min(p.currency) AS currency
    FROM purchase_line AS line
    JOIN product AS p ON p.id = line.product_id
    LEFT JOIN supply AS s ON s.purchase_line_id = line.id
    WHERE line.purchase_order_id = o.id
) AS made
