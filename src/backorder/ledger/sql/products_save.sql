-- products_save: write new and changed products, and tell which were new.
-- reads: nothing. writes: product.
-- parameters: columns as arrays: sku, name, unit_price, currency, unit_cost, category, unit, discontinued, buying, attributes.
-- invariant: a sku is unique; ascending sku, so that two batches never wait in a circle.
INSERT INTO product (
    sku, name, unit_price, currency, unit_cost, category, unit, discontinued, buying, attributes
)
SELECT
    sku, name, unit_price, currency, unit_cost, category, unit, discontinued, buying, attributes::jsonb
FROM unnest(
    %(sku)s::text[], %(name)s::text[], %(unit_price)s::bigint[], %(currency)s::text[],
    %(unit_cost)s::bigint[], %(category)s::text[], %(unit)s::text[], %(discontinued)s::boolean[],
    %(buying)s::text[], %(attributes)s::text[]
) AS given (
    sku, name, unit_price, currency, unit_cost, category, unit, discontinued, buying, attributes
)
ORDER BY sku
ON CONFLICT (sku) DO UPDATE SET
    name = excluded.name, unit_price = excluded.unit_price, currency = excluded.currency,
    unit_cost = excluded.unit_cost, category = excluded.category, unit = excluded.unit,
    discontinued = excluded.discontinued, buying = excluded.buying,
    attributes = excluded.attributes
RETURNING xmax = 0
