-- advice_adopt: note who adopted the advice on a product and what rule it replaced, or undid that.
-- reads: product. writes: advice.
-- parameters: sku, at (null when undone), by, before (JSON text, null when undone).
-- invariant: what the first adoption replaced stays what undoing brings back.
UPDATE advice AS a SET
    adopted_at = %(at)s::timestamptz, adopted_by = %(by)s::text,
    before = CASE
        WHEN %(at)s::timestamptz IS NULL THEN NULL
        ELSE coalesce(a.before, %(before)s::text::jsonb)
    END
FROM product AS p
WHERE p.id = a.product_id AND p.sku = %(sku)s::text
