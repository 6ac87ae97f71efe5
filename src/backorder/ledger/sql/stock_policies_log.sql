-- stock_policies_log: append what moved in stock policies, with what that does to money and service.
-- reads: product, location. writes: stock_policy_change.
-- parameters: columns as arrays: sku, location, cause, point_from, up_to_from, safety_from, point_to,
--   up_to_to, safety_to, held, service_from, service_to, reason; and journal, at, actor.
-- invariant: rows are only ever added; the effect on money is that of the units held on average.
INSERT INTO stock_policy_change (
    journal_id, n, product_id, location_id, at, actor, cause, reorder_point_from, reorder_point_to,
    order_up_to_from, order_up_to_to, safety_stock_from, safety_stock_to, value_effect,
    service_from, service_to, reason
)
SELECT
    %(journal)s::bigint, moved.n, product.id, location.id, %(at)s::timestamptz, %(actor)s::text,
    moved.cause, moved.point_from, moved.point_to, moved.up_to_from, moved.up_to_to,
    moved.safety_from, moved.safety_to,
    round(moved.held::numeric * product.unit_cost)::bigint, moved.service_from, moved.service_to,
    moved.reason::jsonb
FROM unnest(
    %(sku)s::text[], %(location)s::text[], %(cause)s::text[], %(point_from)s::bigint[],
    %(up_to_from)s::bigint[], %(safety_from)s::bigint[], %(point_to)s::bigint[],
    %(up_to_to)s::bigint[], %(safety_to)s::bigint[], %(held)s::float8[], %(service_from)s::float8[],
    %(service_to)s::float8[], %(reason)s::text[]
) WITH ORDINALITY AS moved (
    sku, location, cause, point_from, up_to_from, safety_from, point_to, up_to_to, safety_to, held,
    service_from, service_to, reason, n
)
JOIN product ON product.sku = moved.sku
JOIN location ON location.code = moved.location
