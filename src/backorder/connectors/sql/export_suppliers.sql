-- export_suppliers: suppliers; money is in the currency of what they sell.
-- reads: supplier, supplier_item, product. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT
    v.code, v.name, v.email, v.language, v.acknowledge_days, v.calendar, v.min_order_value,
    v.freight, v.emergency_freight, v.order_week, v.review_days,
    coalesce(
        (
            SELECT min(p.currency)
            FROM supplier_item AS i
            JOIN product AS p ON p.id = i.product_id
            WHERE i.supplier_id = v.id
        ),
        'EUR'
    ) AS _currency,
    v.attributes AS _attributes
FROM supplier AS v
ORDER BY v.code
