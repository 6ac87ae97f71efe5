-- list_open_purchases: purchase orders of which something is still to come, the earliest day first.
-- reads: supply, purchase_line, purchase_order, supplier, location, product, purchase_stage.
-- writes: nothing.
-- parameters: none.
-- invariant: one row a purchase order; open is what its supplies hold, waiting what is given away.
SELECT
    (come.expected_on - date '2000-01-01')::bigint AS _place, o.id AS _place2,
    o.id AS purchase_order, o.key, v.code AS supplier, l.code AS location,
    o.approved_at AS ordered_at,
    (SELECT g.stage FROM purchase_stage AS g WHERE g.id = o.id) AS stage,
    come.expected_on, come.last_on, come.lines, come.open, come.waiting, come.value,
    (SELECT p.currency FROM product AS p WHERE p.id = come.product_id) AS _currency,
    (SELECT p.currency FROM product AS p WHERE p.id = come.product_id) AS currency
FROM (
    SELECT
        line.purchase_order_id, min(s.available_on) AS expected_on,
        max(s.available_on) AS last_on, count(*) AS lines, sum(s.quantity)::bigint AS open,
        sum(s.pegged)::bigint AS waiting, sum(s.quantity * line.unit_cost)::bigint AS value,
        min(s.product_id) AS product_id
    FROM supply AS s
    JOIN purchase_line AS line ON line.id = s.purchase_line_id
    WHERE s.quantity <> 0 AND s.kind = 'purchase'
    GROUP BY line.purchase_order_id
) AS come
JOIN purchase_order AS o ON o.id = come.purchase_order_id
JOIN supplier AS v ON v.id = o.supplier_id
JOIN location AS l ON l.id = o.location_id
