-- name: on_hand_never_negative
-- invariant: No place that holds goods ever held less than nothing, after any journal entry.
-- law: 1
-- reads: stock_movement, location, product
-- writes: nothing
-- parameters: none
-- The numbers of journal entries are taken under the products' locks, so their order is the order
-- in which the stock changed. Entries are atomic: what one entry does inside itself is not looked at.
WITH entry AS (
    SELECT product_id, destination_id AS location_id, journal_id, quantity FROM stock_movement
    UNION ALL
    SELECT product_id, origin_id, journal_id, -quantity FROM stock_movement
),
change AS (
    SELECT e.product_id, e.location_id, e.journal_id, sum(e.quantity) AS quantity
    FROM entry e
    JOIN location l ON l.id = e.location_id
    WHERE l.sellable OR l.kind IN ('damaged', 'transit')
    GROUP BY e.product_id, e.location_id, e.journal_id
),
running AS (
    SELECT
        product_id, location_id, journal_id,
        sum(quantity) OVER (
            PARTITION BY product_id, location_id
            ORDER BY journal_id -- unique: one row a journal entry of a product and place
        ) AS on_hand
    FROM change
),
below AS (
    SELECT DISTINCT ON (product_id, location_id) product_id, location_id, journal_id, on_hand
    FROM running
    WHERE on_hand < 0
    ORDER BY product_id, location_id, journal_id -- unique: the first of each product and place
)
SELECT p.sku, l.code AS location, below.journal_id AS first_after, below.on_hand::bigint
FROM below
JOIN location l ON l.id = below.location_id
JOIN product p ON p.id = below.product_id
ORDER BY p.sku, l.code
