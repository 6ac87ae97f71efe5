-- proposals_surplus: open purchases of products of which more comes than anybody needs, those that
--   come last before the others, as columns.
-- reads: supply, purchase_line, purchase_order, supplier_item, location. writes: nothing.
-- parameters: products, locations, excess (int8 arrays side by side).
-- invariant: ``nth`` is the product's place in the arrays; free units are those no peg holds; ``come``
--   are those of the line that came. ``least`` is the least that the line can be left with at its
--   price: the supplier's minimum, or the price break that it reached.
WITH found AS (
    SELECT
        n.nth, n.excess, s.purchase_line_id, s.supplier_id, l.unit_cost, s.quantity,
        s.quantity - s.pegged AS free, l.ordered - l.cancelled - s.quantity AS come,
        greatest(i.moq, reached.least, 1) AS least, coalesce(i.multiple, 1) AS multiple
    FROM unnest(%(products)s::bigint[], %(locations)s::bigint[], %(excess)s::bigint[])
        WITH ORDINALITY AS n (product, location, excess, nth)
    JOIN supply AS s
        ON s.product_id = n.product AND s.location_id = n.location AND NOT s.quantity = 0
        AND s.kind = 'purchase'
    JOIN purchase_line AS l ON l.id = s.purchase_line_id
    LEFT JOIN supplier_item AS i ON i.product_id = s.product_id AND i.supplier_id = s.supplier_id
    LEFT JOIN LATERAL (
        SELECT max(b.least::bigint) AS least
        FROM jsonb_object_keys(i.price_breaks) AS b (least)
        WHERE b.least::bigint <= l.ordered - l.cancelled
    ) AS reached ON true
    WHERE s.quantity > s.pegged
    ORDER BY n.nth, s.available_on DESC, s.id
)
SELECT
    array_agg(nth::int8) AS nth, array_agg(excess::int8) AS excess,
    array_agg(purchase_line_id::int8) AS line, array_agg(supplier_id::int8) AS supplier,
    array_agg(unit_cost::int8) AS unit_cost, array_agg(quantity::int8) AS open,
    array_agg(free::int8) AS free, array_agg(come::int8) AS come, array_agg(least::int8) AS least,
    array_agg(multiple::int8) AS multiple
FROM found
