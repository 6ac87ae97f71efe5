-- forecast_accuracy_save: write what forecasts were worth where it is new or differs.
-- reads: nothing. writes: forecast_accuracy.
-- parameters: columns as arrays: measured_on, kind, series, weeks, bias, rmsse, pinball, within_50,
--   within_80, within_95.
-- invariant: one measure for each day and kind of demand.
INSERT INTO forecast_accuracy (
    measured_on, kind, series, weeks, bias, rmsse, pinball, within_50, within_80, within_95
)
SELECT
    given.measured_on, given.kind, given.series, given.weeks, given.bias, given.rmsse,
    given.pinball, given.within_50, given.within_80, given.within_95
FROM unnest(
    %(measured_on)s::date[], %(kind)s::text[], %(series)s::int[], %(weeks)s::int[],
    %(bias)s::float8[], %(rmsse)s::float8[], %(pinball)s::float8[], %(within_50)s::float8[],
    %(within_80)s::float8[], %(within_95)s::float8[]
) AS given (
    measured_on, kind, series, weeks, bias, rmsse, pinball, within_50, within_80, within_95
)
ORDER BY given.measured_on, given.kind -- unique: both stand once in a request
ON CONFLICT (measured_on, kind) DO UPDATE SET
    series = excluded.series, weeks = excluded.weeks, bias = excluded.bias,
    rmsse = excluded.rmsse, pinball = excluded.pinball, within_50 = excluded.within_50,
    within_80 = excluded.within_80, within_95 = excluded.within_95
WHERE (
    forecast_accuracy.series, forecast_accuracy.weeks, forecast_accuracy.bias,
    forecast_accuracy.rmsse, forecast_accuracy.pinball, forecast_accuracy.within_50,
    forecast_accuracy.within_80, forecast_accuracy.within_95
) IS DISTINCT FROM (
    excluded.series, excluded.weeks, excluded.bias, excluded.rmsse, excluded.pinball,
    excluded.within_50, excluded.within_80, excluded.within_95
)
RETURNING 1
