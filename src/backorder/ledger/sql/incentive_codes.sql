-- incentive_codes: what codes are worth, whose they are, and whether they were used or withdrawn.
-- reads: incentive, customer, incentive_rule, incentive_redemption. writes: nothing.
-- parameters: codes (array).
-- invariant: a code belongs to one incentive.
SELECT
    i.code, i.id, c.ref, i.amount, i.currency, i.expires_on, r.name, u.incentive_id IS NOT NULL,
    coalesce(u.withdrawn, false)
FROM incentive AS i
JOIN customer AS c ON c.id = i.customer_id
JOIN incentive_rule AS r ON r.id = i.rule_id
LEFT JOIN incentive_redemption AS u ON u.incentive_id = i.id
WHERE i.code = ANY(%(codes)s::text[])
ORDER BY i.id
