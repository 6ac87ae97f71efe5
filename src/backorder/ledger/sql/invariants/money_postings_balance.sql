-- name: money_postings_balance
-- invariant: The entries of every posting sum to nought for each order line (or order) and currency,
--   are in the order's currency, and of lines of that order; what moved from a line went to others.
-- law: 1
-- reads: money_entry, sales_order, order_line
-- writes: nothing
-- parameters: none
SELECT journal_id, order_id, line_id, currency, 'does not balance' AS problem
FROM money_entry
GROUP BY journal_id, order_id, line_id, currency
HAVING sum(amount) <> 0
UNION
SELECT e.journal_id, e.order_id, e.line_id, e.currency, 'another currency than the order'
FROM money_entry AS e
JOIN sales_order AS o ON o.id = e.order_id AND o.currency <> e.currency
UNION
SELECT e.journal_id, e.order_id, e.line_id, e.currency, 'a line of another order'
FROM money_entry AS e
JOIN order_line AS l ON l.id = e.line_id AND l.order_id <> e.order_id
UNION
SELECT journal_id, order_id, NULL::bigint, currency, 'what moved did not arrive'
FROM money_entry
WHERE account = 'moved'
GROUP BY journal_id, order_id, currency
HAVING sum(amount) <> 0
ORDER BY journal_id, order_id, line_id NULLS FIRST, currency, problem -- unique: a set
