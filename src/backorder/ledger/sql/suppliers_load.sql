-- suppliers_load: suppliers as they stand, locked until the change is done.
-- reads: supplier. writes: nothing (row locks).
-- parameters: code.
-- invariant: ascending id, as every lock of rows.
SELECT
    code, name, email, calendar, min_order_value, freight, emergency_freight, order_week,
    review_days, language, acknowledge_days, attributes
FROM supplier
WHERE code = ANY(%(code)s::text[])
ORDER BY id
FOR NO KEY UPDATE
