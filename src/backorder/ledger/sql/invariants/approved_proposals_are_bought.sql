-- name: approved_proposals_are_bought
-- invariant: What an approved proposal became is a purchase of its product for its place.
-- law: 6
-- reads: proposal, purchase_line, purchase_order
-- writes: nothing
-- parameters: none
SELECT g.id AS proposal, g.purchase_line_id AS line
FROM proposal AS g
JOIN purchase_line AS line ON line.id = g.purchase_line_id
JOIN purchase_order AS o ON o.id = line.purchase_order_id
WHERE g.state = 'approved'
    AND (line.product_id <> g.product_id OR o.location_id <> g.location_id)
ORDER BY g.id
