-- advice_list: the advice on products, that with the most money at stake first.
-- reads: advice, product, policy. writes: nothing.
-- parameters: verdict, sku (empty for all), limit.
-- invariant: one row a product.
SELECT
    p.sku, p.name, p.category, a.verdict, a.cap, a.cap_from, a.max_wait_days, a.break_even_days,
    a.always, a.wait_p50, a.wait_p80, a.value_offer, a.value_refuse, a.units_month, a.stake,
    a.currency, a.reason, a.made_at, a.adopted_at, a.adopted_by, a.before
FROM advice AS a
JOIN product AS p ON p.id = a.product_id
WHERE (%(verdict)s::text = '' OR a.verdict = %(verdict)s::text)
    AND (%(sku)s::text = '' OR p.sku = %(sku)s::text)
ORDER BY a.stake DESC, a.product_id
LIMIT %(limit)s::bigint
