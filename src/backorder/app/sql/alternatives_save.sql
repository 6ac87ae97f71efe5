-- alternatives_save: keep what was found; what is found no more is taken away.
-- reads: nothing. writes: alternative.
-- parameters: columns as arrays: product, substitute, similarity, together, score; now.
-- invariant: what did not change keeps its row, so answers that rest on it hold.
WITH found AS (
    SELECT *
    FROM unnest(
        %(product)s::bigint[], %(substitute)s::bigint[], %(similarity)s::float8[],
        %(together)s::int[], %(score)s::float8[]
    ) AS f (product_id, substitute_id, similarity, together, score)
),
gone AS (
    DELETE FROM alternative AS a
    WHERE NOT EXISTS (
        SELECT FROM found AS f
        WHERE f.product_id = a.product_id AND f.substitute_id = a.substitute_id
    )
),
first AS (
    SELECT min(product_id) AS product_id FROM found
)
INSERT INTO alternative (product_id, substitute_id, similarity, together, score, found_at)
SELECT product_id, substitute_id, similarity, together, score, %(now)s::timestamptz
FROM found
ORDER BY product_id, substitute_id -- unique: one row a pair
ON CONFLICT (product_id, substitute_id) DO UPDATE
SET similarity = excluded.similarity, together = excluded.together, score = excluded.score,
    found_at = excluded.found_at
WHERE (alternative.similarity, alternative.together, alternative.score)
    IS DISTINCT FROM (excluded.similarity, excluded.together, excluded.score)
    -- One product's rows say when it was last looked.
    OR alternative.product_id = (SELECT product_id FROM first)
