-- expedite_remedies: what could bring units that wait for some purchases sooner, and at what price.
-- reads: supply, product, supplier_item, supplier, substitute, location, supply_outage. writes: nothing.
-- parameters: supplies (int8 array), today.
-- invariant: one row per supply and way: hurry (the supplier's own emergency), supplier (another
--   one), transfer (free units elsewhere), substitute (free units of another product).
WITH late AS (
    SELECT s.id, s.product_id, s.location_id, s.supplier_id, s.available_on
    FROM supply AS s
    WHERE s.id = ANY(%(supplies)s::bigint[])
),
ways AS (
    SELECT
        l.id, 'hurry'::text AS way, v.code AS name, i.emergency_days AS days,
        i.emergency_extra AS unit_extra, v.emergency_freight AS fixed, NULL::bigint AS units
    FROM late AS l
    JOIN supplier_item AS i ON i.product_id = l.product_id AND i.supplier_id = l.supplier_id
    JOIN supplier AS v ON v.id = i.supplier_id
    WHERE i.emergency_days IS NOT NULL
    UNION ALL
    SELECT
        l.id, 'supplier', v.code, i.lead_time_days, coalesce(nullif(i.unit_cost, 0), p.unit_cost),
        v.freight, NULL
    FROM late AS l
    JOIN product AS p ON p.id = l.product_id AND NOT p.discontinued
    JOIN supplier_item AS i ON i.product_id = l.product_id AND i.supplier_id <> l.supplier_id
    JOIN supplier AS v ON v.id = i.supplier_id
    WHERE NOT EXISTS (
        SELECT FROM supply_outage AS o
        WHERE o.supplier_id = i.supplier_id
            AND (o.product_id IS NULL OR o.product_id = l.product_id)
            AND (o.location_id IS NULL OR o.location_id = l.location_id)
            AND o.from_on <= %(today)s::date AND (o.until IS NULL OR o.until >= %(today)s::date)
    )
    UNION ALL
    SELECT l.id, 'transfer', place.code, NULL, NULL, NULL, s.quantity - s.pegged
    FROM late AS l
    JOIN supply AS s
        ON s.product_id = l.product_id AND s.kind = 'stock' AND s.location_id <> l.location_id
        AND s.quantity > s.pegged
    JOIN location AS place ON place.id = s.location_id
    UNION ALL
    SELECT l.id, 'substitute', p.sku, NULL, p.unit_cost, NULL, sum(s.quantity - s.pegged)::bigint
    FROM late AS l
    JOIN substitute AS b ON b.product_id = l.product_id AND b.standing = 'offered'
    JOIN product AS p ON p.id = b.substitute_id
    JOIN supply AS s ON s.product_id = p.id AND s.kind = 'stock' AND s.quantity > s.pegged
    GROUP BY l.id, p.id
)
SELECT w.id, w.way, w.name, w.days, w.unit_extra, w.fixed, w.units
FROM ways AS w
ORDER BY w.id, w.way, w.days, w.name -- unique: a way is named once
