-- metrics_refused: orders that were refused, by the reason of their first refused line.
-- reads: journal, location. writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: the journal is the only place that knows of a refused order.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
refused AS (
    SELECT jsonb_path_query_first(o.value, '$.lines[*].refused.code') #>> '{}' AS code
    FROM journal AS j
    CROSS JOIN home AS h
    CROSS JOIN jsonb_array_elements(j.result -> 'orders') AS o
    WHERE j.verb = 'place_orders'
        AND (j.at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
        AND o.value ->> 'status' = 'refused'
)
SELECT coalesce(code, 'unknown'), count(*)
FROM refused
GROUP BY 1
ORDER BY 1
