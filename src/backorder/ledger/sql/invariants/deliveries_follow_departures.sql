-- name: deliveries_follow_departures
-- invariant: What is promised to be delivered on a day leaves on that day or before.
-- law: 9
-- reads: promise
-- writes: nothing
-- parameters: none
SELECT line_id, version, part, promised_on, delivers_on
FROM promise
WHERE delivers_on IS NOT NULL AND (promised_on IS NULL OR delivers_on < promised_on)
ORDER BY line_id, version, part
