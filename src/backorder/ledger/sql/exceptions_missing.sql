-- exceptions_missing: which of some lines have units without a supply and no open case for it.
-- reads: peg, exception_case. writes: nothing.
-- parameters: lines (int8 array).
-- invariant: at most one open case per line; what a hold claims has none.
SELECT DISTINCT p.line_id
FROM peg AS p
WHERE p.line_id = ANY(%(lines)s::bigint[])
    AND p.supply_id IS NULL
    AND p.expires_at IS NULL
    AND NOT EXISTS (
        SELECT FROM exception_case AS e
        WHERE e.line_id = p.line_id AND e.code = 'date_unknown' AND e.closed_at IS NULL
    )
ORDER BY p.line_id
