-- terms_of: on what terms some order lines are paid.
-- reads: payment_term. writes: nothing.
-- parameters: lines (int8 array).
-- invariant: one row a line that is on terms.
SELECT line_id, method, percent FROM payment_term WHERE line_id = ANY(%(lines)s::bigint[])
ORDER BY line_id
