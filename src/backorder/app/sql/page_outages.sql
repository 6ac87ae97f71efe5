-- page_outages: suppliers, items and ways that are out, were or will be, and who said so last.
-- reads: supply_outage, supplier, product, location, journal. writes: nothing.
-- parameters: today, limit.
-- invariant: one row an outage; those that are on or to come first, by their first day.
SELECT
    v.code AS supplier, v.name, p.sku, p.name AS product, l.code AS location, o.from_on, o.until,
    o.reason, said.actor, said.at,
    CASE
        WHEN o.until < %(today)s::date THEN 'over'
        WHEN o.from_on > %(today)s::date THEN 'coming'
        ELSE 'on'
    END AS state
FROM supply_outage AS o
JOIN supplier AS v ON v.id = o.supplier_id
LEFT JOIN product AS p ON p.id = o.product_id
LEFT JOIN location AS l ON l.id = o.location_id
LEFT JOIN LATERAL (
    SELECT j.actor, j.at
    FROM journal AS j
    CROSS JOIN LATERAL jsonb_array_elements(j.input -> 'outages') AS e (one)
    WHERE j.verb = 'set_outages' AND e.one ->> 'supplier' = v.code
        AND (e.one ->> 'from')::date = o.from_on
        AND (e.one ->> 'sku') IS NOT DISTINCT FROM p.sku
        AND (e.one ->> 'location') IS NOT DISTINCT FROM l.code
    ORDER BY j.id DESC
    LIMIT 1
) AS said ON true
ORDER BY coalesce(o.until < %(today)s::date, false), o.from_on, v.code, o.id
LIMIT %(limit)s::bigint
