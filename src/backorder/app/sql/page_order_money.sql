-- page_order_money: the money of one order, as the ledger has it.
-- reads: money_entry, payment_term. writes: nothing.
-- parameters: order (an id).
-- invariant: one row; on_terms false where the order is no business of the ledger.
SELECT
    EXISTS (SELECT FROM payment_term AS t WHERE t.order_id = %(order)s::bigint) AS on_terms,
    coalesce(sum(amount) FILTER (WHERE account = 'cash' AND amount > 0), 0)::bigint AS paid,
    coalesce(-sum(amount) FILTER (WHERE account = 'deposits'), 0)::bigint AS held,
    coalesce(-sum(amount) FILTER (WHERE account = 'revenue'), 0)::bigint AS delivered,
    coalesce(sum(amount) FILTER (WHERE account = 'receivable'), 0)::bigint AS unpaid,
    coalesce(-sum(amount) FILTER (WHERE account = 'refunds_payable'), 0)::bigint AS owed,
    coalesce(-sum(amount) FILTER (WHERE account = 'cash' AND amount < 0), 0)::bigint AS refunded
FROM money_entry
WHERE order_id = %(order)s::bigint
