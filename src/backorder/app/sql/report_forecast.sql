-- report_forecast: what forecasts were worth, by kind of demand, the latest measure first.
-- reads: forecast_accuracy. writes: nothing.
-- parameters: days (how many measures are told of).
-- invariant: one row for each measure and kind of demand.
SELECT
    measured_on, kind, series, weeks, bias, rmsse, pinball, within_50, within_80, within_95
FROM forecast_accuracy
WHERE measured_on IN (
    SELECT DISTINCT measured_on
    FROM forecast_accuracy
    ORDER BY measured_on DESC -- unique: each day once
    LIMIT %(days)s::integer
)
ORDER BY measured_on DESC, kind -- unique: one measure a day and kind
