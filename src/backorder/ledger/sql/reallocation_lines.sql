-- reallocation_lines: what segments may ask about some order lines.
-- reads: order_line, sales_order. writes: nothing.
-- parameters: lines (int8 array, ascending, each once).
-- invariant: one row per line, in the order of lines.
SELECT
    array_agg(line_no::bigint) AS line_no,
    array_agg(unit_price) AS unit_price,
    array_agg(rank) AS rank,
    array_agg(coalesce(requested_on - DATE '2000-01-01', -2147483648)::bigint) AS requested_on,
    array_agg(coalesce(latest_on - DATE '2000-01-01', -2147483648)::bigint) AS latest_on,
    array_agg(extract(epoch FROM placed_at)::bigint) AS placed_at,
    array_agg(coalesce(customer_id, 0)) AS customer,
    array_agg((ship = 'complete')::int::bigint) AS complete,
    array_agg(channel) AS channel,
    array_agg(destination) AS destination,
    array_agg(currency) AS currency
FROM (
    SELECT
        l.line_no, l.unit_price, l.rank, l.requested_on, l.latest_on, o.placed_at, o.customer_id,
        o.ship, o.channel, o.destination, o.currency
    FROM unnest(%(lines)s::bigint[]) AS a (line_id)
    JOIN order_line AS l ON l.id = a.line_id
    JOIN sales_order AS o ON o.id = l.order_id
    ORDER BY l.id
) AS lines
