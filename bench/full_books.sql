-- full_books: a year of orders as verbs would have left them; see full_books.py.
-- Steps are parted by their headings; parameters: lines, orders, customers, suppliers, bought, gap, now.

-- == products and customers
CREATE TEMP TABLE sold AS
SELECT
    row_number() OVER (ORDER BY s.kind, p.id) - 1 AS n, p.id AS product, p.sku, p.unit_price,
    s.id AS supply, s.kind, s.name, s.available_on
FROM product AS p JOIN supply AS s ON s.product_id = p.id;
ALTER TABLE sold ADD PRIMARY KEY (n);
UPDATE product SET category = 'C' || id %% 40, name = 'Product ' || id;
INSERT INTO customer (ref, name, email, customer_class)
SELECT 'C' || n, 'Customer ' || n, 'c' || n || '@example.com', (ARRAY['', 'gold', 'trade'])[1 + n %% 3]
FROM generate_series(1, %(customers)s::int) AS n;

-- == lines
-- Purchased products come first in `sold` (p before s). Lines of the first third of the year are
-- of stocked products; later ones of all. Lines of purchased products wait, the newest 3 in 100 of the
-- others are allocated, and all before have left.
CREATE TEMP TABLE line AS
SELECT
    base.line + o.line AS id, base.orders + o.order_id AS order_id, o.line_no, 1 + o.line %% 5 AS quantity,
    s.*, CASE
        WHEN s.kind = 'purchase' THEN 'waiting'
        WHEN o.order_id > %(orders)s * 0.97 THEN 'allocated'
        ELSE 'shipped'
    END AS state,
    %(now)s::timestamptz - make_interval(secs => (%(orders)s - o.order_id) * %(gap)s) AS at,
    base.journal + o.order_id AS journal
FROM (
    SELECT
        l AS line, (l - 1) / 3 + 1 AS order_id, (l - 1) %% 3 + 1 AS line_no,
        hashint4(l)::bigint + 2147483648 AS chance
    FROM generate_series(1, %(lines)s::int) AS l
) AS o
CROSS JOIN (
    SELECT
        coalesce((SELECT max(id) FROM order_line), 0) AS line,
        coalesce((SELECT max(id) FROM sales_order), 0) AS orders,
        (SELECT max(id) FROM journal) AS journal, (SELECT count(*) FROM sold) AS products,
        (SELECT count(*) FROM sold WHERE kind = 'purchase') AS purchased
) AS base
JOIN sold AS s ON s.n = CASE
    WHEN o.order_id > %(orders)s / 3.0 THEN o.chance %% base.products
    ELSE base.purchased + o.chance %% (base.products - base.purchased)
END;
ANALYZE line;

-- == orders
INSERT INTO journal (id, verb, key, actor, at, input, result, numbers)
SELECT
    journal, 'place_orders', NULL, CASE order_id %% 10 WHEN 0 THEN 'ada@example.com' ELSE 'webshop' END,
    at,
    jsonb_build_object('orders', jsonb_build_array(jsonb_build_object(
        'key', 'web-' || order_id, 'lines', jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity))
    ))),
    jsonb_build_object('orders', jsonb_build_array(jsonb_build_object(
        'key', 'web-' || order_id, 'order', 'SO-' || lpad(order_id::text, 6, '0'), 'status', 'accepted',
        'lines', jsonb_agg(jsonb_build_object(
            'sku', sku, 'ordered', quantity, 'allocated', CASE kind WHEN 'stock' THEN quantity ELSE 0 END,
            'backordered', CASE kind WHEN 'stock' THEN 0 ELSE quantity END, 'promises', jsonb_build_array(jsonb_build_object(
                'quantity', quantity, 'on', at::date + 1, 'basis', kind, 'supply', name))))
    ))),
    '{}'
FROM line GROUP BY journal, order_id, at ORDER BY journal;
INSERT INTO sales_order (id, key, channel, customer_id, ship, currency, destination, placed_at, journal_id)
SELECT
    l.order_id, 'web-' || l.order_id, (ARRAY['web', 'web', 'web', 'phone', 'edi'])[1 + l.order_id %% 5],
    1 + (l.order_id * 7919) %% %(customers)s,
    CASE WHEN l.order_id %% 9 = 0 THEN 'complete' ELSE 'as_available' END, 'EUR', 'DE', l.at, l.journal
FROM line AS l WHERE l.line_no = 1 ORDER BY l.order_id;
INSERT INTO order_line (
    id, order_id, line_no, product_id, ordered, shipped, backordered_when_placed, unit_price, rank
)
SELECT
    id, order_id, line_no, product, quantity, CASE state WHEN 'shipped' THEN quantity ELSE 0 END,
    CASE state WHEN 'waiting' THEN quantity ELSE 0 END, unit_price, id
FROM line ORDER BY id;
INSERT INTO peg (line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on)
SELECT id, 1, order_id, product, supply, quantity, id, coalesce(available_on + 1, at::date + 1)
FROM line WHERE state <> 'shipped' ORDER BY id;
INSERT INTO promise (
    line_id, version, part, quantity, promised_on, basis, supply_id, available_on, confidence,
    cause, made_at, journal_id
)
SELECT
    id, 1, 1, quantity, coalesce(available_on + 1, at::date + 1), kind, supply, available_on,
    CASE kind WHEN 'stock' THEN 100 ELSE 80 END, 'placed', at, journal
FROM line ORDER BY id;
UPDATE supply AS s SET pegged = s.pegged + taken.units
FROM (SELECT supply, sum(quantity) AS units FROM line WHERE state <> 'shipped' GROUP BY supply) AS taken
WHERE s.id = taken.supply;

-- == shipments
CREATE TEMP TABLE parcel AS
SELECT
    l.id AS line, l.order_id, l.product, l.supply, l.quantity, l.at + interval '1 day' AS at,
    dense_rank() OVER (ORDER BY l.order_id) + base.journal AS journal,
    dense_rank() OVER (ORDER BY l.order_id) + base.paper AS id,
    row_number() OVER (PARTITION BY l.order_id ORDER BY l.id) AS line_no
FROM line AS l, (SELECT (SELECT max(id) FROM journal) AS journal, (SELECT max(id) FROM paper) AS paper) AS base
WHERE l.state = 'shipped';
INSERT INTO journal (id, verb, actor, at, input, result)
SELECT
    journal, 'ship', 'bea@example.com', least(max(at), %(now)s),
    jsonb_build_object('shipments', jsonb_build_array(jsonb_build_object('key', 's-' || id, 'order', 'SO-' || lpad(order_id::text, 6, '0')))),
    jsonb_build_object('shipments', jsonb_build_array(jsonb_build_object('key', 's-' || id, 'order', 'SO-' || lpad(order_id::text, 6, '0'))))
FROM parcel GROUP BY journal, id, order_id ORDER BY journal;
INSERT INTO shipment (id, key, at, journal_id, order_id)
SELECT id, 's-' || id, at, journal, order_id FROM parcel WHERE line_no = 1 ORDER BY id;
INSERT INTO shipment_line (shipment_id, line_no, order_line_id, location_id, quantity)
SELECT p.id, p.line_no, p.line, l.id, p.quantity FROM parcel AS p, location AS l WHERE l.code = 'MAIN' ORDER BY 1, 2;
INSERT INTO stock_movement (
    journal_id, n, product_id, origin_id, destination_id, quantity, kind, document, document_line, at
)
SELECT p.journal, p.line_no, p.product, a.id, b.id, p.quantity, 'shipment', p.id, p.line_no, p.at
FROM parcel AS p, location AS a, location AS b WHERE a.code = 'MAIN' AND b.kind = 'customer' ORDER BY 1, 2;
UPDATE supply AS s SET quantity = s.quantity - gone.units
FROM (SELECT supply, sum(quantity) AS units FROM parcel GROUP BY supply) AS gone
WHERE s.id = gone.supply;

-- == purchases and receipts
CREATE TEMP TABLE bought AS
SELECT
    g.n AS n, base.purchase + (g.n - 1) / 3 + 1 AS purchase, base.purchase_line + g.n AS id, (g.n - 1) %% 3 + 1 AS line_no,
    base.paper + (g.n - 1) / 3 + 1 AS receipt, base.journal + 2 * ((g.n - 1) / 3) + 1 AS journal,
    s.product, s.supply, 1 + ((g.n - 1) / 3) %% %(suppliers)s AS supplier,
    %(now)s::timestamptz - make_interval(mins => (%(bought)s - (g.n - 1) / 3 * 3) * 7) AS at
FROM generate_series(1, %(bought)s::int) AS g (n)
CROSS JOIN (
    SELECT
        (SELECT max(id) FROM purchase_order) AS purchase, (SELECT max(id) FROM purchase_line) AS purchase_line,
        (SELECT max(id) FROM paper) AS paper, (SELECT max(id) FROM journal) AS journal,
        (SELECT count(*) FROM sold) AS products, (SELECT count(*) FROM sold WHERE kind = 'purchase') AS purchased
) AS base
JOIN sold AS s ON s.n = base.purchased + (g.n * 31) %% (base.products - base.purchased);
INSERT INTO journal (id, verb, actor, at, input, result)
SELECT journal + step, (ARRAY['order_supply', 'receive'])[step + 1], 'cem@example.com', at + make_interval(days => step),
    '{}', '{}'
FROM bought, generate_series(0, 1) AS step WHERE line_no = 1 ORDER BY 1;
INSERT INTO purchase_order (id, key, at, journal_id, supplier_id, location_id)
SELECT b.purchase, 'p-' || b.purchase, b.at, b.journal, b.supplier, l.id
FROM bought AS b, location AS l WHERE b.line_no = 1 AND l.code = 'MAIN' ORDER BY 1;
INSERT INTO purchase_line (
    id, purchase_order_id, line_no, product_id, ordered, received, unit_cost, ordered_for
)
SELECT id, purchase, line_no, product, 10, 10, 100, at::date + 1 FROM bought ORDER BY id;
INSERT INTO supply (
    id, product_id, location_id, kind, name, quantity, pegged, available_on, supplier_id, purchase_line_id
)
SELECT
    (SELECT max(id) FROM supply) + b.n, b.product, l.id, 'purchase', 'PO-' || lpad(b.purchase::text, 6, '0') || '/' || b.line_no,
    0, 0, b.at::date + 1, b.supplier, b.id
FROM bought AS b, location AS l WHERE l.code = 'MAIN' ORDER BY 1;
INSERT INTO receipt (id, key, at, journal_id, location_id, purchase_order_id)
SELECT b.receipt, 'r-' || b.receipt, b.at + interval '1 day', b.journal + 1, l.id, b.purchase
FROM bought AS b, location AS l WHERE b.line_no = 1 AND l.code = 'MAIN' ORDER BY 1;
INSERT INTO receipt_line (receipt_id, line_no, purchase_line_id, product_id, good, damaged)
SELECT receipt, line_no, id, product, 10, 0 FROM bought ORDER BY 1, 2;
INSERT INTO stock_movement (
    journal_id, n, product_id, origin_id, destination_id, quantity, kind, document, document_line, at
)
SELECT b.journal + 1, b.line_no, b.product, o.id, d.id, 10, 'receipt', b.receipt, b.line_no, b.at + interval '1 day'
FROM bought AS b, location AS o, location AS d WHERE o.kind = 'supplier' AND d.code = 'MAIN' ORDER BY 1, 2;
UPDATE supply AS s SET quantity = s.quantity + 10 * came.times
FROM (SELECT supply, count(*) AS times FROM bought GROUP BY supply) AS came WHERE s.id = came.supply;

-- == exceptions
INSERT INTO exception_case (
    id, code, product_id, line_id, supply_id, days, value, currency, opened_at, opened_by
)
SELECT
    row_number() OVER (ORDER BY l.id), 'promise_at_risk', l.product, l.id, l.supply, (l.id %% 30)::int, l.unit_price * l.quantity,
    'EUR', l.at, l.journal
FROM line AS l WHERE l.state = 'waiting' AND l.id %% 40 = 0;
SELECT
    setval('number_journal', (SELECT max(id) FROM journal)), setval('number_order', (SELECT max(id) FROM sales_order)),
    setval('number_line', (SELECT max(id) FROM order_line)), setval('number_supply', (SELECT max(id) FROM supply)),
    setval('number_purchase_order', (SELECT max(id) FROM purchase_order)),
    setval('number_purchase_line', (SELECT max(id) FROM purchase_line)), setval('number_paper', (SELECT max(id) FROM paper)),
    setval('number_exception', (SELECT max(id) FROM exception_case));
