-- money_totals: the balance of every account of money, by currency.
-- reads: money_entry. writes: nothing.
-- parameters: none.
-- invariant: the balances of a currency sum to nought.
SELECT
    currency,
    coalesce(-sum(amount) FILTER (WHERE account = 'deposits' AND line_id IS NOT NULL), 0)::bigint,
    coalesce(-sum(amount) FILTER (WHERE account = 'deposits' AND line_id IS NULL), 0)::bigint,
    coalesce(sum(amount) FILTER (WHERE account = 'receivable'), 0)::bigint,
    coalesce(-sum(amount) FILTER (WHERE account = 'refunds_payable'), 0)::bigint
FROM money_entry
GROUP BY currency
ORDER BY currency
