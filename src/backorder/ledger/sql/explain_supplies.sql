-- explain_supplies: what is known of some supplies: their days, and who stated them.
-- reads: supply, lead_time, product, supplier, purchase_line, purchase_order, journal. writes: nothing.
-- parameters: supplies (int8 array).
-- invariant: a purchase's day was named where its request says so, or where it was changed since;
--   else it was counted from the supplier's lead time.
SELECT
    s.id, s.kind, s.name, s.location_id, s.available_on, s.spread_days,
    coalesce(nullif(v.name, ''), v.code, ''),
    coalesce(
        s.available_on <> l.ordered_for
        OR j.input ->> 'expected_on' IS NOT NULL
        OR EXISTS (
            SELECT
            FROM jsonb_array_elements(j.input -> 'purchase_orders') AS o (asked)
            WHERE o.asked ->> 'key' = b.key
                AND (
                    o.asked ->> 'expected_on' IS NOT NULL
                    OR EXISTS (
                        SELECT
                        FROM jsonb_array_elements(o.asked -> 'lines') AS i (line)
                        WHERE i.line ->> 'sku' = p.sku AND i.line ->> 'expected_on' IS NOT NULL
                    )
                )
        ),
        false
    ),
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = s.supplier_id AND t.product_id = s.product_id
    )
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
LEFT JOIN supplier AS v ON v.id = s.supplier_id
LEFT JOIN purchase_line AS l ON l.id = s.purchase_line_id
LEFT JOIN purchase_order AS b ON b.id = l.purchase_order_id
LEFT JOIN journal AS j ON j.id = b.journal_id
WHERE s.id = ANY(%(supplies)s::bigint[])
ORDER BY s.id
