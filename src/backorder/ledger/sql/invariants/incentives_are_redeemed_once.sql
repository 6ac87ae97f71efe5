-- name: incentives_are_redeemed_once
-- invariant: A code was used at most once, of an incentive that was given, by its last day.
-- law: 6
-- reads: incentive, incentive_redemption
-- writes: nothing
-- parameters: none
SELECT u.incentive_id, 'used, but nothing was given' AS problem
FROM incentive_redemption AS u
LEFT JOIN incentive AS i ON i.id = u.incentive_id
WHERE i.outcome IS DISTINCT FROM 'given'
UNION ALL
SELECT i.id, 'used after its last day'
FROM incentive_redemption AS u
JOIN incentive AS i ON i.id = u.incentive_id
WHERE (u.at AT TIME ZONE 'UTC')::date > i.expires_on
UNION ALL
SELECT min(u.incentive_id), 'used more than once'
FROM incentive_redemption AS u
GROUP BY u.incentive_id
HAVING count(*) > 1
ORDER BY incentive_id, problem -- unique: each problem is found once for an incentive
