-- purchases_save: write purchase orders with their lines.
-- reads: nothing. writes: purchase_order, purchase_line.
-- parameters: columns as arrays: o_* orders, l_* lines; o_draft (1: nobody approved it yet);
--   journal, at.
-- invariant: a purchase order's key is unique; each line has one supply (supplies_save), a draft's
--   has none.
WITH papers AS (
    INSERT INTO purchase_order (
        id, key, at, journal_id, supplier_id, location_id, approved_at, approved_by
    )
    SELECT
        o.id, o.key, %(at)s::timestamptz, %(journal)s::bigint, o.supplier, o.location,
        CASE WHEN o.draft = 0 THEN %(at)s::timestamptz END,
        CASE WHEN o.draft = 0 THEN %(journal)s::bigint END
    FROM unnest(
        %(o_id)s::bigint[], %(o_key)s::text[], %(o_supplier)s::bigint[], %(o_location)s::bigint[],
        %(o_draft)s::bigint[]
    ) AS o (id, key, supplier, location, draft)
)
INSERT INTO purchase_line (
    id, purchase_order_id, line_no, product_id, ordered, unit_cost, ordered_for
)
SELECT l.id, l.purchase_order, l.no, l.product, l.ordered, l.unit_cost, l.ordered_for
FROM unnest(
    %(l_id)s::bigint[], %(l_purchase_order)s::bigint[], %(l_no)s::bigint[], %(l_product)s::bigint[], %(l_ordered)s::bigint[], %(l_unit_cost)s::bigint[],
    %(l_ordered_for)s::date[]
) AS l (id, purchase_order, no, product, ordered, unit_cost, ordered_for)
