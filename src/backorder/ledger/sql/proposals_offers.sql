-- proposals_offers: what suppliers offer of what is needed, one row per need and supplier who is not
--   out, as columns.
-- reads: supplier_item, supplier, product, supply_outage, lead_time. writes: nothing.
-- parameters: products, locations (int8 arrays side by side, one row a need); today.
-- invariant: ``nth`` is the need's place in the arrays. ``out`` are the days until a supplier who is
--   out delivers again; who is out without an end has no row. Days learned from earlier purchases
--   correct those that are stated (0.84 is the normal quantile of 80 %).
WITH need AS (
    SELECT n.product, n.location, n.nth
    FROM unnest(%(products)s::bigint[], %(locations)s::bigint[]) WITH ORDINALITY AS n (product, location, nth)
),
gone AS (
    SELECT
        n.nth, o.supplier_id,
        CASE
            WHEN bool_or(o.until IS NULL) THEN NULL
            ELSE max(o.until) + 1 - %(today)s::date
        END AS days
    FROM supply_outage AS o
    JOIN need AS n
        ON (o.product_id IS NULL OR o.product_id = n.product)
        AND (o.location_id IS NULL OR o.location_id = n.location)
    WHERE o.from_on <= %(today)s::date AND (o.until IS NULL OR o.until >= %(today)s::date)
    GROUP BY n.nth, o.supplier_id
),
found AS (
    SELECT
        n.nth, i.supplier_id, coalesce(nullif(i.unit_cost, 0), p.unit_cost) AS unit_cost, i.moq,
        i.multiple,
        i.lead_time_days
        + greatest(coalesce(round(t.p50_days - t.stated_days), 0), -i.lead_time_days) AS lead,
        coalesce(round((t.p80_days - t.p50_days) / 0.8416212335729143), i.spread_days, 0) AS spread,
        coalesce(i.capacity_per_week, -1) AS capacity, coalesce(i.emergency_days, -1) AS emergency_days,
        i.emergency_extra, v.freight, v.emergency_freight, coalesce(g.days, 0) AS gone
    FROM need AS n
    JOIN supplier_item AS i ON i.product_id = n.product
    JOIN supplier AS v ON v.id = i.supplier_id
    JOIN product AS p ON p.id = n.product
    LEFT JOIN lead_time AS t ON t.supplier_id = i.supplier_id AND t.product_id = i.product_id
    LEFT JOIN gone AS g ON g.nth = n.nth AND g.supplier_id = i.supplier_id
    WHERE g.nth IS NULL OR g.days IS NOT NULL
    ORDER BY n.nth, i.priority, i.id
)
SELECT
    array_agg(nth::int8) AS nth, array_agg(supplier_id::int8) AS supplier,
    array_agg(unit_cost::int8) AS unit_cost, array_agg(moq::int8) AS moq,
    array_agg(multiple::int8) AS multiple, array_agg(lead::int8) AS lead,
    array_agg(spread::int8) AS spread, array_agg(capacity::int8) AS capacity,
    array_agg(emergency_days::int8) AS emergency_days,
    array_agg(emergency_extra::int8) AS emergency_extra, array_agg(freight::int8) AS freight,
    array_agg(emergency_freight::int8) AS emergency_freight, array_agg(gone::int8) AS out
FROM found
