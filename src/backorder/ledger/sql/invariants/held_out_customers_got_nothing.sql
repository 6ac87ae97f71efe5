-- name: held_out_customers_got_nothing
-- invariant: No customer who is held out under a rule was ever given anything under it.
-- law: 8
-- reads: incentive, incentive_rule, customer
-- writes: nothing
-- parameters: none
SELECT DISTINCT r.name AS rule, c.ref AS customer
FROM incentive AS i
JOIN incentive AS h ON h.rule_id = i.rule_id AND h.customer_id = i.customer_id
JOIN incentive_rule AS r ON r.id = i.rule_id
JOIN customer AS c ON c.id = i.customer_id
WHERE i.outcome = 'given' AND h.outcome = 'held_out'
ORDER BY r.name, c.ref -- unique: each pair stands once
