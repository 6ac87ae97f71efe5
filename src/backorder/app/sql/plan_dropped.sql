-- plan_dropped: policies that were worked out once, of places that count for the product no more.
-- reads: stock_policy, product, location. writes: nothing.
-- parameters: product, location (code; arrays side by side: what counts), codes (of reasons), today.
-- invariant: a policy with a person's numbers that count today is left alone, so is what a person
--   set without any of the plan's reasons; what holds nothing already is left out.
SELECT p.sku, c.code
FROM stock_policy AS k
JOIN product AS p ON p.id = k.product_id
JOIN location AS c ON c.id = k.location_id
WHERE
    k.method <> 'on_demand'
    AND k.reason ->> 'code' = ANY(%(codes)s::text[])
    AND (k.override_order_up_to IS NULL OR k.override_until < %(today)s::date)
    AND NOT EXISTS (
        SELECT 1
        FROM unnest(%(product)s::bigint[], %(location)s::text[]) AS given (product, location)
        WHERE given.product = k.product_id AND given.location = c.code
    )
ORDER BY p.id, c.id
