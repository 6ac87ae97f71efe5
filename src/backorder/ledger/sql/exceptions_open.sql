-- exceptions_open: the open cases of some codes on some products and lines.
-- reads: exception_case. writes: nothing.
-- parameters: codes; products, lines (int8 arrays).
-- invariant: at most one open case per code, product, line and purchase; 0 stands for none.
SELECT
    id, code, product_id, coalesce(line_id, 0), coalesce(purchase_order_id, 0),
    coalesce(supply_id, 0), days, value, facts
FROM exception_case
WHERE closed_at IS NULL
    AND code = ANY(%(codes)s::text[])
    AND (product_id = ANY(%(products)s::bigint[]) OR line_id = ANY(%(lines)s::bigint[]))
ORDER BY id
