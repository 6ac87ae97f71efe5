-- suppliers_save: write new and changed suppliers, and tell which were new.
-- reads: nothing. writes: supplier.
-- parameters: columns as arrays: code, name, email, calendar, min_order_value, freight,
--   emergency_freight, order_week, review_days, language, acknowledge_days, attributes.
-- invariant: a code is unique; ascending code, so that two batches never wait in a circle.
INSERT INTO supplier (
    code, name, email, calendar, min_order_value, freight, emergency_freight, order_week,
    review_days, language, acknowledge_days, attributes
)
SELECT
    code, name, email, calendar, min_order_value, freight, emergency_freight, order_week,
    review_days, language, acknowledge_days, attributes::jsonb
FROM unnest(
    %(code)s::text[], %(name)s::text[], %(email)s::text[], %(calendar)s::text[],
    %(min_order_value)s::bigint[], %(freight)s::bigint[], %(emergency_freight)s::bigint[],
    %(order_week)s::text[], %(review_days)s::int[], %(language)s::text[],
    %(acknowledge_days)s::int[], %(attributes)s::text[]
) AS given (
    code, name, email, calendar, min_order_value, freight, emergency_freight, order_week,
    review_days, language, acknowledge_days, attributes
)
ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, email = excluded.email, calendar = excluded.calendar,
    min_order_value = excluded.min_order_value, freight = excluded.freight,
    emergency_freight = excluded.emergency_freight, order_week = excluded.order_week,
    review_days = excluded.review_days, language = excluded.language,
    acknowledge_days = excluded.acknowledge_days, attributes = excluded.attributes
RETURNING xmax = 0
