-- holds_save: write quotes or holds with their lines and pegs, and claim their units from the
-- supplies until they expire; plans grow or are made.
-- reads: nothing. writes: journal, hold, hold_line, peg, supply.
-- parameters: columns as arrays: o_* holds, l_* lines, g_* pegs, u_* supplies to claim from, n_* new
--   plans; kind; journal, verb, at, key, actor, input, result, numbers of the journal row.
-- invariant: supply.pegged grows by exactly the pegs written; CHECK refuses to go beyond quantity.
WITH written AS (
    INSERT INTO journal (id, verb, key, actor, at, input, result, numbers)
    SELECT
        %(journal)s::bigint, %(verb)s::text, %(key)s::text, %(actor)s::text, %(at)s::timestamptz,
        %(input)s::jsonb, %(result)s::jsonb, %(numbers)s::jsonb
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
asked AS (
    SELECT *
    FROM unnest(
        %(o_id)s::bigint[], %(o_key)s::text[], %(o_channel)s::text[], %(o_customer)s::bigint[], %(o_ship)s::text[],
        %(o_currency)s::text[], %(o_destination)s::text[], %(o_wait_until)s::date[], %(o_expires_at)s::timestamptz[]
    ) AS o (id, key, channel, customer, ship, currency, destination, wait_until, expires_at)
),
holds AS (
    INSERT INTO hold (
        id, key, kind, channel, customer_id, ship, currency, destination, wait_until, made_at,
        expires_at, journal_id
    )
    SELECT
        o.id, o.key, %(kind)s::text, o.channel, nullif(o.customer, 0), o.ship, o.currency,
        o.destination, nullif(o.wait_until, '-infinity'), %(at)s::timestamptz, o.expires_at,
        %(journal)s::bigint
    FROM asked AS o
),
lines AS (
    INSERT INTO hold_line (
        id, hold_id, line_no, product_id, quantity, unit_price, requested_on, latest_on, legal_on,
        promise_quantile, tell_later_days, tell_earlier_days
    )
    SELECT
        l.id, l.hold_id, l.line_no, l.product, l.quantity, l.unit_price,
        nullif(l.requested_on, '-infinity'), nullif(l.latest_on, '-infinity'),
        nullif(l.legal_on, '-infinity'), l.quantile, l.later, l.earlier
    FROM unnest(
        %(l_id)s::bigint[], %(l_order)s::bigint[], %(l_no)s::bigint[], %(l_product)s::bigint[], %(l_ordered)s::bigint[],
        %(l_price)s::bigint[], %(l_requested_on)s::date[], %(l_latest_on)s::date[],
        %(l_legal_on)s::date[], %(l_quantile)s::bigint[], %(l_later)s::bigint[], %(l_earlier)s::bigint[]
    ) AS l (
        id, hold_id, line_no, product, quantity, unit_price, requested_on, latest_on, legal_on,
        quantile, later, earlier
    )
)
INSERT INTO peg (
    line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on, expires_at
)
SELECT
    g.line_id, g.n, g.order_id, g.product, g.supply, g.quantity, g.line_id, g.promised_on,
    o.expires_at
FROM unnest(
    %(g_line)s::bigint[], %(g_n)s::bigint[], %(g_order)s::bigint[], %(g_product)s::bigint[], %(g_supply)s::bigint[], %(g_quantity)s::bigint[],
    %(g_promised_on)s::date[]
) AS g (line_id, n, order_id, product, supply, quantity, promised_on)
JOIN asked AS o ON o.id = g.order_id
