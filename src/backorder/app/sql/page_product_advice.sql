-- page_product_advice: the advice on offering backorders of a product, with what its plot is drawn
--   from.
-- reads: advice, product. writes: nothing.
-- parameters: sku.
-- invariant: one row, or none where the plan has not reckoned yet.
SELECT
    a.verdict, a.reason ->> 'code', a.cap, a.break_even_days, a.always, a.wait_p80, a.value_offer,
    a.value_refuse, a.currency, a.figures
FROM advice AS a
JOIN product AS p ON p.id = a.product_id
WHERE p.sku = %(sku)s::text
