-- list_alternatives: pairs of a product and what is or was offered instead, and what customers took.
-- reads: substitute, alternative, alternative_shown, swap, product. writes: nothing.
-- parameters: none.
-- invariant: one row a pair; what is ordered by is a whole number, the most first; the share is of the times it was put before a customer (at least as often
--   as it was taken), its interval Wilson's of 95 percent (JASA 22, 1927), as in domain/rates.py.
WITH shown AS (
    SELECT product_id, substitute_id, sum(offered) AS offered, sum(shown) AS shown, max(day) AS last_on
    FROM alternative_shown
    GROUP BY product_id, substitute_id
),
taken AS (
    SELECT product_id, substitute_id, count(*) AS times, sum(quantity) AS units
    FROM swap
    GROUP BY product_id, substitute_id
),
pair AS (
    SELECT product_id, substitute_id FROM substitute
    UNION
    SELECT product_id, substitute_id FROM alternative
    UNION
    SELECT product_id, substitute_id FROM shown
    UNION
    SELECT product_id, substitute_id FROM taken
),
counted AS (
    SELECT
        pair.product_id, pair.substitute_id, coalesce(s.offered, 0)::bigint AS offered,
        coalesce(s.shown, 0)::bigint AS shown, coalesce(t.times, 0)::bigint AS accepted,
        coalesce(t.units, 0)::bigint AS units, s.last_on,
        greatest(coalesce(s.offered, 0) + coalesce(s.shown, 0), coalesce(t.times, 0))::float8 AS times
    FROM pair
    LEFT JOIN shown AS s ON s.product_id = pair.product_id AND s.substitute_id = pair.substitute_id
    LEFT JOIN taken AS t ON t.product_id = pair.product_id AND t.substitute_id = pair.substitute_id
),
shared AS (
    SELECT
        c.*, c.accepted / nullif(c.times, 0) AS share, 1.959964 * 1.959964 / nullif(c.times, 0) AS z2n
    FROM counted AS c
),
ended AS (
    SELECT
        s.*, (s.share + s.z2n / 2) / (1 + s.z2n) AS middle,
        sqrt(s.z2n * s.share * (1 - s.share) + s.z2n * s.z2n / 4) / (1 + s.z2n) AS half
    FROM shared AS s
)
SELECT
    e.product_id AS _place, e.substitute_id AS _place2,
    -(e.offered + e.shown) AS _put, -e.accepted AS _taken, -e.units AS _units,
    coalesce(-round(e.share::numeric * 1000000)::bigint, 1) AS _rate,
    coalesce('2000-01-01'::date - e.last_on, 1)::bigint AS _last, p.sku, p.name, o.sku AS substitute,
    o.name AS substitute_name, coalesce(nullif(r.standing, 'open'), '') AS standing,
    f.product_id IS NOT NULL AS found, e.offered, e.shown, e.accepted, e.units,
    round(e.share::numeric, 4)::float8 AS rate,
    round(greatest(e.middle - e.half, 0)::numeric, 4)::float8 AS low,
    round(least(e.middle + e.half, 1)::numeric, 4)::float8 AS high, e.last_on
FROM ended AS e
JOIN product AS p ON p.id = e.product_id
JOIN product AS o ON o.id = e.substitute_id
LEFT JOIN substitute AS r ON r.product_id = e.product_id AND r.substitute_id = e.substitute_id
LEFT JOIN alternative AS f ON f.product_id = e.product_id AND f.substitute_id = e.substitute_id
