-- page_supplier_offers: what one supplier offers, with what customers wait for and nobody ordered.
-- reads: supplier_item, supplier, product, supply. writes: nothing.
-- parameters: supplier (code), part (of a SKU or name, empty for all), limit.
-- invariant: one row an item; wanted are the planned units of this supplier, on_order its open ones.
SELECT
    p.sku, p.name, i.unit_cost, p.currency, i.moq, i.multiple, i.lead_time_days, i.spread_days,
    i.capacity_per_week, i.priority, coalesce(w.wanted, 0)::bigint AS wanted,
    coalesce(w.on_order, 0)::bigint AS on_order
FROM supplier AS v
JOIN supplier_item AS i ON i.supplier_id = v.id
JOIN product AS p ON p.id = i.product_id
LEFT JOIN LATERAL (
    SELECT
        sum(s.quantity) FILTER (WHERE s.kind = 'planned') AS wanted,
        sum(s.quantity) FILTER (WHERE s.kind = 'purchase') AS on_order
    FROM supply AS s
    WHERE s.product_id = p.id AND s.supplier_id = v.id AND s.quantity <> 0
) AS w ON true
WHERE v.code = %(supplier)s::text
    AND (
        %(part)s::text = '' OR strpos(lower(p.sku), lower(%(part)s::text)) > 0
        OR strpos(lower(p.name), lower(%(part)s::text)) > 0
    )
ORDER BY coalesce(w.wanted, 0) DESC, p.sku
LIMIT %(limit)s::bigint
