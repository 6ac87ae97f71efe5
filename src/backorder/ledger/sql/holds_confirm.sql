-- holds_confirm: make orders of quotes and holds: the same numbers, lines, pegs and places in the
-- queue, and the first promises.
-- reads: hold_line. writes: hold, sales_order, order_line, peg, promise.
-- parameters: columns as arrays: o_* holds, the keys of the orders and whose they are where the hold
--   does not say so (0: nobody known), l_* lines with what waits,
--   g_* pegs and promise parts; at, journal.
-- invariant: no unit moves: supply.pegged stays. The products of the holds are locked.
WITH ended AS (
    UPDATE hold AS h
    SET ended_at = %(at)s::timestamptz, ended_as = 'confirmed'
    FROM unnest(%(o_id)s::bigint[], %(o_key)s::text[], %(o_customer)s::bigint[])
        AS o (id, key, customer)
    WHERE h.id = o.id
    RETURNING
        h.id, o.key, h.channel, coalesce(h.customer_id, nullif(o.customer, 0)) AS customer_id, h.ship, h.currency, h.destination, h.wait_until
),
orders AS (
    INSERT INTO sales_order (
        id, key, channel, customer_id, ship, currency, destination, wait_until, placed_at,
        journal_id
    )
    SELECT
        id, key, channel, customer_id, ship, currency, destination, wait_until,
        %(at)s::timestamptz, %(journal)s::bigint
    FROM ended
),
lines AS (
    INSERT INTO order_line (
        id, order_id, line_no, product_id, ordered, backordered_when_placed, unit_price,
        requested_on, latest_on, legal_on, promise_quantile, tell_later_days, tell_earlier_days,
        rank
    )
    SELECT
        l.id, l.hold_id, l.line_no, l.product_id, l.quantity, w.waiting, l.unit_price,
        l.requested_on, l.latest_on, l.legal_on, l.promise_quantile, l.tell_later_days,
        l.tell_earlier_days, l.id
    FROM unnest(%(l_id)s::bigint[], %(l_waiting)s::bigint[]) AS w (id, waiting)
    JOIN hold_line AS l ON l.id = w.id
),
parts AS (
    SELECT *
    FROM unnest(
        %(g_line)s::bigint[], %(g_n)s::bigint[], %(g_part)s::bigint[], %(g_supply)s::bigint[], %(g_quantity)s::bigint[],
        %(g_promised_on)s::date[], %(g_delivers_on)s::date[], %(g_basis)s::text[], %(g_available_on)s::date[],
        %(g_confidence)s::bigint[]
    ) AS g (
        line_id, n, part, supply_id, quantity, promised_on, delivers_on, basis, available_on,
        confidence
    )
),
kept AS (
    UPDATE peg AS p
    SET expires_at = NULL, promised_on = g.promised_on
    FROM parts AS g
    WHERE p.line_id = g.line_id AND p.n = g.n
)
INSERT INTO promise (
    line_id, version, part, quantity, promised_on, delivers_on, basis, supply_id, available_on,
    confidence, cause, made_at, journal_id
)
SELECT
    line_id, 1, part, quantity, promised_on, nullif(delivers_on, '-infinity'), basis, supply_id,
    nullif(available_on, '-infinity'), confidence, 'placed', %(at)s::timestamptz, %(journal)s::bigint
FROM parts
