-- promotions_save: write new and changed promotions, and tell which were new.
-- reads: product. writes: promotion.
-- parameters: columns as arrays: name, sku, from, to, uplift, announced_by, note, withdrawn; and
--   set_at.
-- invariant: a product stands once in a promotion, and exists.
INSERT INTO promotion (
    name, product_id, from_on, to_on, uplift, announced_by, note, withdrawn, set_at
)
SELECT
    given.name, product.id, given.from_on, given.to_on, given.uplift, given.announced_by,
    given.note, given.withdrawn, %(set_at)s::timestamptz
FROM unnest(
    %(name)s::text[], %(sku)s::text[], %(from)s::date[], %(to)s::date[], %(uplift)s::int[],
    %(announced_by)s::text[], %(note)s::text[], %(withdrawn)s::boolean[]
) AS given (name, sku, from_on, to_on, uplift, announced_by, note, withdrawn)
JOIN product ON product.sku = given.sku
ORDER BY given.name, product.id -- unique: a product stands once in a promotion
ON CONFLICT (name, product_id) DO UPDATE SET
    from_on = excluded.from_on, to_on = excluded.to_on, uplift = excluded.uplift,
    announced_by = excluded.announced_by, note = excluded.note, withdrawn = excluded.withdrawn,
    set_at = excluded.set_at
RETURNING xmax = 0
