-- reallocation_first_told: the last day that each of some lines was first promised for.
-- reads: promise. writes: nothing.
-- parameters: lines (int8 array).
-- invariant: the first version is never edited; a part without a date leaves the line without one.
SELECT
    array_agg(line_id) AS line,
    array_agg(coalesce(told_on - DATE '2000-01-01', -2147483648)::bigint) AS told
FROM (
    SELECT
        p.line_id, CASE WHEN bool_and(p.promised_on IS NOT NULL) THEN max(p.promised_on) END AS told_on
    FROM unnest(%(lines)s::bigint[]) AS a (line_id)
    JOIN promise AS p ON p.line_id = a.line_id AND p.version = 1
    GROUP BY p.line_id
    ORDER BY p.line_id
) AS first
