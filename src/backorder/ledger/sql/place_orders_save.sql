-- place_orders_save: write accepted orders with their lines, pegs and first promises, and claim
-- their units from the supplies; plans grow or are made.
-- reads: nothing. writes: journal, sales_order, order_line, peg, promise,
--   supply.
-- parameters: columns as arrays: o_* orders, l_* lines, g_* pegs and promise parts, u_* supplies to
--   claim from, n_* new plans; journal, at; key, actor, input, result, numbers of the journal
--   row (input is null where the verb that adds lines writes its own).
-- invariant: supply.pegged grows by exactly the pegs written; CHECK refuses to go beyond quantity.
WITH written AS (
    INSERT INTO journal (id, verb, key, actor, at, input, result, numbers)
    SELECT
        %(journal)s::bigint, 'place_orders', %(key)s::text, %(actor)s::text, %(at)s::timestamptz,
        %(input)s::jsonb, %(result)s::jsonb, %(numbers)s::jsonb
    WHERE %(input)s::text IS NOT NULL
),
claimed AS (
    UPDATE supply AS s
    SET pegged = s.pegged + u.taken, quantity = s.quantity + u.added
    FROM unnest(%(u_id)s::bigint[], %(u_taken)s::bigint[], %(u_added)s::bigint[]) AS u (id, taken, added)
    WHERE s.id = u.id
),
planned AS (
    INSERT INTO supply (
        id, product_id, location_id, kind, name, quantity, pegged, available_on, supplier_id,
        spread_days
    )
    SELECT
        n.id, n.product, n.location, 'planned', n.name, n.quantity, n.quantity, n.available_on,
        n.supplier, n.spread
    FROM unnest(
        %(n_id)s::bigint[], %(n_product)s::bigint[], %(n_location)s::bigint[], %(n_name)s::text[], %(n_quantity)s::bigint[],
        %(n_available_on)s::date[], %(n_supplier)s::bigint[], %(n_spread)s::bigint[]
    ) AS n (id, product, location, name, quantity, available_on, supplier, spread)
),
orders AS (
    INSERT INTO sales_order (
        id, key, channel, customer_id, ship, currency, destination, wait_until, placed_at,
        journal_id
    )
    SELECT
        o.id, o.key, o.channel, nullif(o.customer, 0), o.ship, o.currency, o.destination,
        nullif(o.wait_until, '-infinity'), %(at)s::timestamptz, %(journal)s::bigint
    FROM unnest(
        %(o_id)s::bigint[], %(o_key)s::text[], %(o_channel)s::text[], %(o_customer)s::bigint[], %(o_ship)s::text[],
        %(o_currency)s::text[], %(o_destination)s::text[], %(o_wait_until)s::date[]
    ) AS o (id, key, channel, customer, ship, currency, destination, wait_until)
),
lines AS (
    INSERT INTO order_line (
        id, order_id, line_no, product_id, ordered, backordered_when_placed, unit_price,
        requested_on, latest_on, legal_on, promise_quantile, tell_later_days, tell_earlier_days,
        rank
    )
    SELECT
        l.id, l.order_id, l.line_no, l.product, l.ordered, l.backordered, l.unit_price,
        nullif(l.requested_on, '-infinity'), nullif(l.latest_on, '-infinity'),
        nullif(l.legal_on, '-infinity'), l.quantile, l.later, l.earlier, l.id
    FROM unnest(
        %(l_id)s::bigint[], %(l_order)s::bigint[], %(l_no)s::bigint[], %(l_product)s::bigint[], %(l_ordered)s::bigint[], %(l_backordered)s::bigint[],
        %(l_price)s::bigint[], %(l_requested_on)s::date[], %(l_latest_on)s::date[],
        %(l_legal_on)s::date[], %(l_quantile)s::bigint[], %(l_later)s::bigint[], %(l_earlier)s::bigint[]
    ) AS l (
        id, order_id, line_no, product, ordered, backordered, unit_price, requested_on, latest_on,
        legal_on, quantile, later, earlier
    )
),
parts AS (
    SELECT *
    FROM unnest(
        %(g_line)s::bigint[], %(g_n)s::bigint[], %(g_order)s::bigint[], %(g_product)s::bigint[], %(g_supply)s::bigint[], %(g_quantity)s::bigint[],
        %(g_promised_on)s::date[], %(g_delivers_on)s::date[], %(g_basis)s::text[], %(g_available_on)s::date[],
        %(g_confidence)s::bigint[]
    ) AS g (
        line_id, n, order_id, product, supply, quantity, promised_on, delivers_on, basis,
        available_on, confidence
    )
),
pegs AS (
    INSERT INTO peg (line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on)
    SELECT line_id, n, order_id, product, supply, quantity, line_id, promised_on
    FROM parts
)
INSERT INTO promise (
    line_id, version, part, quantity, promised_on, delivers_on, basis, supply_id, available_on,
    confidence, cause, made_at, journal_id
)
SELECT
    line_id, 1, n, quantity, promised_on, nullif(delivers_on, '-infinity'), basis, supply, nullif(available_on, '-infinity'),
    confidence, 'placed', %(at)s::timestamptz, %(journal)s::bigint
FROM parts
