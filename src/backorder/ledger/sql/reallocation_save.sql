-- reallocation_save: a reallocation, and the pegs of the lines it changed as they were before.
-- reads: nothing. writes: reallocation, reallocation_peg.
-- parameters: id, key (or null), name, at, journal, before, after, marks (JSON text); columns as
--   arrays: line, n, order, product, supply, quantity, rank, promised_on.
-- invariant: before-images are never edited; undoing reads them.
WITH made AS (
    INSERT INTO reallocation (id, key, name, at, journal_id, before, after, marks)
    VALUES (
        %(id)s::bigint, %(key)s::text, %(name)s::text, %(at)s::timestamptz, %(journal)s::bigint,
        %(before)s::text, %(after)s::text, %(marks)s::text::jsonb
    )
)
INSERT INTO reallocation_peg (
    reallocation_id, line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on
)
SELECT
    %(id)s::bigint, g.line, g.n, g.order_id, g.product, nullif(g.supply, 0), g.quantity, g.rank,
    nullif(g.promised_on, '-infinity')
FROM unnest(
    %(line)s::bigint[], %(n)s::bigint[], %(order)s::bigint[], %(product)s::bigint[],
    %(supply)s::bigint[], %(quantity)s::bigint[], %(rank)s::bigint[], %(promised_on)s::date[]
) AS g (line, n, order_id, product, supply, quantity, rank, promised_on)
