-- The books of a small company at migration 0002, as that version wrote and dumped them.

DELETE FROM catalog_state;
DELETE FROM location;
DELETE FROM policy;

INSERT INTO catalog_state (id, version) VALUES
('1', '2');

INSERT INTO customer (id, ref, name, email, phone, locale, customer_class, attributes) VALUES
('1', 'C1', 'Ann', '', '', '', 'vip', '{}'),
('2', 'C2', 'Bob', 'bob@example.com', '', '', 'trade', '{}');

INSERT INTO journal (id, verb, key, actor, at, input, result, numbers, written_at) VALUES
('1', 'set_products', NULL, 'ann', '2026-11-01 09:00:00+00', '{"products": [{"sku": "MUG", "name": "Mug", "category": "Kitchen", "unit_cost": 400, "unit_price": 900}, {"sku": "POT", "name": "Pot", "category": "Kitchen", "unit_cost": 1500, "unit_price": 2900}, {"sku": "PAN", "name": "Pan", "category": "Kitchen", "unit_cost": 1800, "unit_price": 3900}, {"sku": "CUP", "name": "Cup", "category": "Table", "unit_cost": 300, "unit_price": 700}, {"sku": "JUG", "name": "Jug", "category": "Table", "unit_cost": 800, "unit_price": 1900}]}', '{"changed": 0, "created": 5, "unchanged": 0}', '{}', '2026-11-22 09:02:06.660696+00'),
('10', 'place_orders', NULL, 'ann', '2026-11-03 09:00:00+00', '{"orders": [{"key": "o-1", "lines": [{"sku": "MUG", "quantity": 3}], "channel": "web", "customer": {"ref": "C1"}}]}', '{"orders": [{"key": "o-1", "lines": [{"sku": "MUG", "ordered": 3, "promises": [{"on": "2026-11-04", "basis": "stock", "reason": {"code": "stock", "text": "3 on the shelf (stock@MAIN), ready to leave on 2026-11-04."}, "supply": "stock@MAIN", "quantity": 3, "confidence": 1.0}], "allocated": 3, "backordered": 0}], "order": "SO-000001", "status": "accepted"}]}', '{"line": [1], "order": [1]}', '2026-11-22 09:02:06.919269+00'),
('11', 'place_orders', NULL, 'ann', '2026-11-03 10:00:00+00', '{"orders": [{"key": "o-2", "lines": [{"sku": "MUG", "quantity": 8}, {"sku": "POT", "quantity": 2}], "channel": "web", "customer": {"ref": "C2"}}]}', '{"orders": [{"key": "o-2", "lines": [{"sku": "MUG", "ordered": 8, "promises": [{"on": "2026-11-04", "basis": "stock", "reason": {"code": "stock", "text": "2 on the shelf (stock@MAIN), ready to leave on 2026-11-04."}, "supply": "stock@MAIN", "quantity": 2, "confidence": 1.0}, {"on": "2026-11-13", "basis": "purchase", "reason": {"code": "purchase", "text": "6 wait for PO-000001/1, expected on 2026-11-12, ready to leave on 2026-11-13."}, "supply": "PO-000001/1", "quantity": 6, "confidence": 0.8}], "allocated": 2, "backordered": 6}, {"sku": "POT", "ordered": 2, "promises": [{"on": "2026-11-04", "basis": "stock", "reason": {"code": "stock", "text": "2 on the shelf (stock@MAIN), ready to leave on 2026-11-04."}, "supply": "stock@MAIN", "quantity": 2, "confidence": 1.0}], "allocated": 2, "backordered": 0}], "order": "SO-000002", "status": "accepted"}]}', '{"line": [2, 3], "order": [2]}', '2026-11-22 09:02:06.936785+00'),
('12', 'place_orders', NULL, 'ann', '2026-11-03 11:00:00+00', '{"orders": [{"key": "o-3", "ship": "complete", "lines": [{"sku": "POT", "quantity": 4}, {"sku": "JUG", "quantity": 6}], "channel": "web", "customer": {"ref": "C2"}}]}', '{"orders": [{"key": "o-3", "lines": [{"sku": "POT", "ordered": 4, "promises": [{"on": "2026-11-13", "basis": "stock", "reason": {"code": "stock", "text": "4 on the shelf (stock@MAIN), ready to leave on 2026-11-13."}, "supply": "stock@MAIN", "quantity": 4, "confidence": 1.0}], "allocated": 4, "backordered": 0}, {"sku": "JUG", "ordered": 6, "promises": [{"on": "2026-11-13", "basis": "stock", "reason": {"code": "stock", "text": "4 on the shelf (stock@MAIN), ready to leave on 2026-11-13."}, "supply": "stock@MAIN", "quantity": 4, "confidence": 1.0}, {"on": "2026-11-13", "basis": "purchase", "reason": {"code": "purchase", "text": "2 wait for PO-000001/2, expected on 2026-11-12, ready to leave on 2026-11-13."}, "supply": "PO-000001/2", "quantity": 2, "confidence": 0.95}], "allocated": 4, "backordered": 2}], "order": "SO-000003", "status": "accepted"}]}', '{"line": [4, 5], "order": [3]}', '2026-11-22 09:02:06.953269+00'),
('13', 'place_orders', NULL, 'ann', '2026-11-04 09:00:00+00', '{"orders": [{"key": "o-4", "lines": [{"sku": "MUG", "quantity": 5, "requested_on": "2026-12-24"}], "channel": "web"}]}', '{"orders": [{"key": "o-4", "lines": [{"sku": "MUG", "ordered": 5, "promises": [{"on": "2026-12-24", "basis": "purchase", "reason": {"code": "purchase", "text": "5 wait for PO-000001/1, expected on 2026-11-12, ready to leave on 2026-12-24."}, "supply": "PO-000001/1", "quantity": 5, "confidence": 0.8}], "allocated": 0, "backordered": 5}], "order": "SO-000004", "status": "accepted"}]}', '{"line": [6], "order": [4]}', '2026-11-22 09:02:06.965601+00'),
('14', 'place_orders', NULL, 'ann', '2026-11-04 10:00:00+00', '{"orders": [{"key": "o-5", "lines": [{"sku": "CUP", "quantity": 7}], "channel": "web", "customer": {"ref": "C1"}}]}', '{"orders": [{"key": "o-5", "lines": [{"sku": "CUP", "ordered": 7, "promises": [{"on": "2026-11-17", "basis": "planned", "reason": {"code": "planned", "text": "7 are to be bought (PS-000008); ordered today they arrive on 2026-11-16 and are ready to leave on 2026-11-17."}, "supply": "PS-000008", "quantity": 7, "confidence": 0.95}], "allocated": 0, "backordered": 7}], "order": "SO-000005", "status": "accepted"}]}', '{"line": [7], "order": [5], "supply": [8]}', '2026-11-22 09:02:06.980769+00'),
('15', 'place_orders', NULL, 'ann', '2026-11-04 11:00:00+00', '{"orders": [{"key": "o-6", "lines": [{"sku": "PAN", "quantity": 1}], "channel": "web"}]}', '{"orders": [{"key": "o-6", "lines": [{"sku": "PAN", "ordered": 1, "refused": {"code": "denied", "text": "PAN is not sold ahead of stock (rule: product:PAN): 0 of 1 are there.", "facts": {"sku": "PAN", "rule": "product:PAN", "asked": 1, "available": 0, "next_date": null}}}], "status": "refused"}]}', '{}', '2026-11-22 09:02:06.993114+00'),
('16', 'place_orders', NULL, 'ann', '2026-11-04 12:00:00+00', '{"orders": [{"key": "o-7", "lines": [{"sku": "JUG", "quantity": 3}], "channel": "web", "customer": {"ref": "C1"}}]}', '{"orders": [{"key": "o-7", "lines": [{"sku": "JUG", "ordered": 3, "promises": [{"on": "2026-11-13", "basis": "purchase", "reason": {"code": "purchase", "text": "3 wait for PO-000001/2, expected on 2026-11-12, ready to leave on 2026-11-13."}, "supply": "PO-000001/2", "quantity": 3, "confidence": 0.95}], "allocated": 0, "backordered": 3}], "order": "SO-000007", "status": "accepted"}]}', '{"line": [9], "order": [7]}', '2026-11-22 09:02:07.006239+00'),
('17', 'ship', NULL, 'ann', '2026-11-05 09:00:00+00', '{"shipments": [{"key": "s-1", "order": "o-1"}, {"key": "s-2", "order": "o-2"}]}', '{"shipments": [{"key": "s-1", "lines": [{"sku": "MUG", "location": "MAIN", "quantity": 3}], "order": "SO-000001", "shipment": "SH-000002", "remaining": 0}, {"key": "s-2", "lines": [{"sku": "MUG", "location": "MAIN", "quantity": 2}, {"sku": "POT", "location": "MAIN", "quantity": 2}], "order": "SO-000002", "shipment": "SH-000003", "remaining": 6}]}', '{"paper": [2, 3]}', '2026-11-22 09:02:07.032725+00'),
('18', 'return', NULL, 'ann', '2026-11-07 09:00:00+00', '{"returns": [{"key": "b-1", "lines": [{"sku": "MUG", "quantity": 1, "condition": "damaged"}, {"sku": "MUG", "quantity": 1}], "order": "o-1", "location": "MAIN"}]}', '{"filled": [{"sku": "MUG", "order": "SO-000002", "quantity": 1}], "returns": [{"key": "b-1", "order": "SO-000001", "return": "RT-000004"}], "repromised": []}', '{"paper": [4]}', '2026-11-22 09:02:07.105281+00'),
('19', 'change_supply', NULL, 'ann', '2026-11-08 09:00:00+00', '{"changes": [{"sku": "MUG", "expected_on": "2026-11-18", "purchase_order": "PO-000001"}]}', '{"filled": [], "repromised": [{"to": "2026-11-19", "sku": "MUG", "from": "2026-11-13", "order": "SO-000002", "reason": {"code": "supply_changed", "text": "The date or quantity of a supply changed."}, "quantity": 5}]}', '{}', '2026-11-22 09:02:07.144569+00'),
('2', 'set_locations', NULL, 'ann', '2026-11-01 09:00:00+00', '{"locations": [{"code": "SHOP", "kind": "store", "name": "Shop", "cutoff": "16:00", "calendar": "mon-sat", "priority": 200, "timezone": "Europe/Berlin", "handling_days": 1}]}', '{"changed": 0, "created": 1, "unchanged": 0}', '{}', '2026-11-22 09:02:06.711748+00'),
('20', 'receive', NULL, 'ann', '2026-11-12 09:00:00+00', '{"receipts": [{"key": "r-1", "lines": [{"sku": "MUG", "damaged": 1, "quantity": 5}], "purchase_order": "PO-000001"}]}', '{"receipts": [{"key": "r-1", "filled": [{"sku": "MUG", "order": "SO-000002", "quantity": 5}], "receipt": "RC-000005", "surplus": []}], "repromised": []}', '{"paper": [5]}', '2026-11-22 09:02:07.176209+00'),
('22', 'change_supply', NULL, 'ann', '2026-11-13 09:00:00+00', '{"changes": [{"sku": "JUG", "cancel": true, "purchase_order": "PO-000001"}]}', '{"filled": [], "repromised": [{"to": null, "sku": "POT", "from": "2026-11-13", "order": "SO-000003", "reason": {"code": "supply_cancelled", "text": "The supply behind it was cancelled."}, "quantity": 4}, {"to": null, "sku": "JUG", "from": "2026-11-13", "order": "SO-000003", "reason": {"code": "supply_cancelled", "text": "The supply behind it was cancelled."}, "quantity": 4}, {"to": null, "sku": "JUG", "from": "2026-11-13", "order": "SO-000003", "reason": {"code": "supply_cancelled", "text": "The supply behind it was cancelled."}, "quantity": 2}, {"to": null, "sku": "JUG", "from": "2026-11-13", "order": "SO-000007", "reason": {"code": "supply_cancelled", "text": "The supply behind it was cancelled."}, "quantity": 3}]}', '{"exception": [1, 2]}', '2026-11-22 09:02:07.27327+00'),
('23', 'order_supply', 'k-1', 'ann', '2026-11-13 10:00:00+00', '{"key": "k-1", "suggestions": ["PS-000008"]}', '{"repromised": [{"to": "2026-11-26", "sku": "CUP", "from": "2026-11-17", "order": "SO-000005", "reason": {"code": "supply_ordered", "text": "A purchase was placed."}, "quantity": 7}], "purchase_orders": [{"key": "k-1:S1@MAIN", "lines": [{"sku": "CUP", "supply": "PO-000003/1", "quantity": 7, "unit_cost": 300, "expected_on": "2026-11-25"}], "pegged": [{"sku": "CUP", "order": "SO-000005", "quantity": 7}], "supplier": "S1", "purchase_order": "PO-000003"}]}', '{"purchase_line": [4], "purchase_order": [3]}', '2026-11-22 09:02:07.316913+00'),
('24', 'transfer', NULL, 'ann', '2026-11-14 09:00:00+00', '{"transfers": [{"to": "SHOP", "key": "t-1", "from": "MAIN", "lines": [{"sku": "POT", "quantity": 2}], "expected_on": "2026-11-20"}]}', '{"filled": [], "transfers": [{"key": "t-1", "lines": 1, "transfer": "TR-000006"}], "repromised": []}', '{"paper": [6], "supply": [9], "transfer_line": [1]}', '2026-11-22 09:02:07.349865+00'),
('25', 'receive', NULL, 'ann', '2026-11-15 09:00:00+00', '{"receipts": [{"key": "r-2", "lines": [{"sku": "POT", "quantity": 1}], "transfer": "TR-000006"}]}', '{"receipts": [{"key": "r-2", "filled": [], "receipt": "RC-000007", "surplus": [{"sku": "POT", "location": "SHOP", "quantity": 1}]}], "repromised": []}', '{"paper": [7], "supply": [10]}', '2026-11-22 09:02:07.3691+00'),
('26', 'adjust', NULL, 'ann', '2026-11-16 09:00:00+00', '{"adjustments": [{"key": "a-1", "sku": "POT", "cause": "broken", "location": "MAIN", "quantity": -1}]}', '{"filled": [], "repromised": [], "adjustments": [{"key": "a-1", "sku": "POT", "on_hand": 4, "location": "MAIN"}]}', '{"paper": [8]}', '2026-11-22 09:02:07.393021+00'),
('27', 'cancel', NULL, 'ann', '2026-11-17 09:00:00+00', '{"cancellations": [{"lines": [{"sku": "MUG", "quantity": 1}], "order": "o-2"}]}', '{"filled": [{"sku": "MUG", "order": "SO-000004", "quantity": 1}], "repromised": [], "cancellations": [{"lines": [{"sku": "MUG", "cancelled": 1}], "order": "SO-000002"}]}', '{}', '2026-11-22 09:02:07.415709+00'),
('28', 'change_order', NULL, 'ann', '2026-11-17 10:00:00+00', '{"changes": [{"lines": [{"sku": "CUP", "quantity": 9}], "order": "o-5"}]}', '{"filled": [], "changes": [{"lines": [{"to": 9, "sku": "CUP", "from": 7, "promises": [{"on": "2026-11-30", "basis": "planned", "reason": {"code": "planned", "text": "2 are to be bought (PS-000011); ordered today they arrive on 2026-11-29 and are ready to leave on 2026-11-30."}, "supply": "PS-000011", "quantity": 2, "confidence": 0.95}]}], "order": "SO-000005"}], "repromised": []}', '{"line": [10], "supply": [11]}', '2026-11-22 09:02:07.448096+00'),
('29', 'place_orders', NULL, 'ann', '2026-11-18 09:00:00+00', '{"orders": [{"key": "o-8", "lines": [{"sku": "MUG", "quantity": 4}, {"sku": "CUP", "quantity": 5}], "channel": "web", "customer": {"ref": "C2"}}]}', '{"orders": [{"key": "o-8", "lines": [{"sku": "MUG", "ordered": 4, "promises": [{"on": "2026-11-19", "basis": "purchase", "reason": {"code": "purchase", "text": "4 wait for PO-000001/1, expected on 2026-11-18, ready to leave on 2026-11-19."}, "supply": "PO-000001/1", "quantity": 4, "confidence": 0.8}], "allocated": 0, "backordered": 4}, {"sku": "CUP", "ordered": 5, "promises": [{"on": "2026-12-01", "basis": "planned", "reason": {"code": "planned", "text": "5 are to be bought (PS-000012); ordered today they arrive on 2026-11-30 and are ready to leave on 2026-12-01."}, "supply": "PS-000012", "quantity": 5, "confidence": 0.95}], "allocated": 0, "backordered": 5}], "order": "SO-000008", "status": "accepted"}]}', '{"line": [11, 12], "order": [8], "supply": [12]}', '2026-11-22 09:02:07.464579+00'),
('3', 'set_suppliers', NULL, 'ann', '2026-11-01 09:00:00+00', '{"suppliers": [{"code": "S1", "name": "One", "email": "one@example.com"}, {"code": "S2", "name": "Two"}]}', '{"changed": 0, "created": 2, "unchanged": 0}', '{}', '2026-11-22 09:02:06.730415+00'),
('4', 'set_supplier_items', NULL, 'ann', '2026-11-01 09:00:00+00', '{"supplier_items": [{"moq": 6, "sku": "MUG", "multiple": 6, "supplier": "S1", "unit_cost": 400, "lead_time_days": 10}, {"sku": "CUP", "supplier": "S1", "unit_cost": 300, "lead_time_days": 12}, {"sku": "MUG", "priority": 20, "supplier": "S2", "unit_cost": 380, "lead_time_days": 20}, {"sku": "POT", "supplier": "S2", "unit_cost": 1500, "lead_time_days": 15}]}', '{"changed": 0, "created": 4, "unchanged": 0}', '{}', '2026-11-22 09:02:06.761923+00'),
('5', 'set_customers', NULL, 'ann', '2026-11-01 09:00:00+00', '{"customers": [{"ref": "C1", "name": "Ann", "class": "vip"}, {"ref": "C2", "name": "Bob", "class": "trade", "email": "bob@example.com"}]}', '{"changed": 0, "created": 2, "unchanged": 0}', '{}', '2026-11-22 09:02:06.781484+00'),
('6', 'set_policies', NULL, 'ann', '2026-11-01 09:00:00+00', '{"policies": [{"mode": "allow", "scope": "default", "max_wait_days": 60}, {"cap": 40, "mode": "allow", "match": "Table", "scope": "category", "promise_quantile": 95}, {"mode": "deny", "match": "PAN", "scope": "product"}, {"mode": "allow", "match": "vip", "scope": "class"}]}', '{"changed": 1, "created": 3, "unchanged": 0}', '{}', '2026-11-22 09:02:06.804286+00'),
('7', 'set_substitutes', NULL, 'ann', '2026-11-01 09:00:00+00', '{"substitutes": [{"sku": "PAN", "substitute": "POT"}]}', '{"changed": 0, "created": 1, "unchanged": 0}', '{}', '2026-11-22 09:02:06.818566+00'),
('8', 'count', NULL, 'ann', '2026-11-02 09:00:00+00', '{"counts": [{"key": "c-1", "lines": [{"sku": "MUG", "quantity": 5}, {"sku": "POT", "quantity": 9}, {"sku": "CUP", "quantity": 0}, {"sku": "JUG", "quantity": 4}], "location": "MAIN"}]}', '{"counts": [{"key": "c-1", "lines": [{"sku": "MUG", "expected": 0, "variance": 5}, {"sku": "POT", "expected": 0, "variance": 9}, {"sku": "CUP", "expected": 0, "variance": 0}, {"sku": "JUG", "expected": 0, "variance": 4}], "location": "MAIN"}], "filled": [], "repromised": []}', '{"paper": [1], "supply": [1, 2, 3, 4]}', '2026-11-22 09:02:06.862083+00'),
('9', 'order_supply', NULL, 'ann', '2026-11-02 10:00:00+00', '{"purchase_orders": [{"key": "p-1", "lines": [{"sku": "MUG", "quantity": 24, "unit_cost": 400}, {"sku": "JUG", "quantity": 6, "unit_cost": 800}], "location": "MAIN", "supplier": "S1", "expected_on": "2026-11-12"}, {"key": "p-2", "lines": [{"sku": "POT", "quantity": 10, "unit_cost": 1500}], "location": "MAIN", "supplier": "S2", "expected_on": "2026-11-25"}]}', '{"repromised": [], "purchase_orders": [{"key": "p-1", "lines": [{"sku": "MUG", "supply": "PO-000001/1", "quantity": 24, "unit_cost": 400, "expected_on": "2026-11-12"}, {"sku": "JUG", "supply": "PO-000001/2", "quantity": 6, "unit_cost": 800, "expected_on": "2026-11-12"}], "pegged": [], "supplier": "S1", "purchase_order": "PO-000001"}, {"key": "p-2", "lines": [{"sku": "POT", "supply": "PO-000002/1", "quantity": 10, "unit_cost": 1500, "expected_on": "2026-11-25"}], "pegged": [], "supplier": "S2", "purchase_order": "PO-000002"}]}', '{"supply": [5, 6, 7], "purchase_line": [1, 2, 3], "purchase_order": [1, 2]}', '2026-11-22 09:02:06.894574+00');

INSERT INTO location (id, code, name, kind, sellable, calendar, cutoff, timezone, handling_days, priority, attributes, site_id) VALUES
('1', 'SUPPLIER', 'Suppliers', 'supplier', 'false', 'daily', NULL, 'UTC', '1', '100', '{}', NULL),
('2', 'CUSTOMER', 'Customers', 'customer', 'false', 'daily', NULL, 'UTC', '1', '100', '{}', NULL),
('3', 'TRANSIT', 'On the way', 'transit', 'false', 'daily', NULL, 'UTC', '1', '100', '{}', NULL),
('4', 'ADJUSTMENT', 'Adjustments', 'adjustment', 'false', 'daily', NULL, 'UTC', '1', '100', '{}', NULL),
('5', 'SCRAP', 'Scrap', 'scrap', 'false', 'daily', NULL, 'UTC', '1', '100', '{}', NULL),
('6', 'MAIN', 'Main warehouse', 'warehouse', 'true', 'daily', NULL, 'UTC', '1', '100', '{}', NULL),
('7', 'MAIN/DAMAGED', 'Damaged at Main warehouse', 'damaged', 'false', 'daily', NULL, 'UTC', '1', '100', '{}', '6'),
('8', 'SHOP', 'Shop', 'store', 'true', 'mon-sat', '16:00:00', 'Europe/Berlin', '1', '200', '{}', NULL),
('9', 'SHOP/DAMAGED', 'Damaged at Shop', 'damaged', 'false', 'daily', NULL, 'UTC', '1', '100', '{}', '8');

INSERT INTO order_line (id, line_no, ordered, shipped, cancelled, returned, backordered_when_placed, unit_price, requested_on, promise_quantile, rank, product_id, order_id) VALUES
('1', '1', '3', '3', '0', '2', '0', '900', NULL, '80', '1', '3', '1'),
('10', '2', '2', '0', '0', '0', '2', '700', NULL, '95', '10', '1', '5'),
('11', '1', '4', '0', '0', '0', '4', '900', NULL, '80', '11', '3', '8'),
('12', '2', '5', '0', '0', '0', '5', '700', NULL, '95', '12', '1', '8'),
('2', '1', '8', '2', '1', '0', '6', '900', NULL, '80', '2', '3', '2'),
('3', '2', '2', '2', '0', '0', '0', '2900', NULL, '80', '3', '5', '2'),
('4', '1', '4', '0', '0', '0', '0', '2900', NULL, '80', '4', '5', '3'),
('5', '2', '6', '0', '0', '0', '2', '1900', NULL, '95', '5', '2', '3'),
('6', '1', '5', '0', '0', '0', '5', '900', '2026-12-24', '80', '6', '3', '4'),
('7', '1', '7', '0', '0', '0', '7', '700', NULL, '95', '7', '1', '5'),
('9', '1', '3', '0', '0', '0', '3', '1900', NULL, '95', '9', '2', '7');

INSERT INTO peg (n, quantity, rank, promised_on, line_id, product_id, order_id, supply_id) VALUES
('1', '2', '10', '2026-11-30', '10', '1', '5', '11'),
('1', '3', '9', NULL, '9', '2', '7', NULL),
('1', '4', '4', NULL, '4', '5', '3', '2'),
('1', '4', '5', NULL, '5', '2', '3', '4'),
('1', '4', '6', '2026-12-24', '6', '3', '4', '5'),
('1', '4', '11', '2026-11-19', '11', '3', '8', '5'),
('1', '5', '12', '2026-12-01', '12', '1', '8', '12'),
('1', '7', '7', '2026-11-26', '7', '1', '5', '8'),
('2', '1', '6', '2026-12-24', '6', '3', '4', '1'),
('2', '2', '5', NULL, '5', '2', '3', NULL),
('2', '5', '2', '2026-11-19', '2', '3', '2', '1');

INSERT INTO policy (id, scope, "match", mode, cap, max_wait_days, promise_quantile) VALUES
('1', 'default', '', 'allow', NULL, '60', '80'),
('2', 'category', 'Table', 'allow', '40', NULL, '95'),
('3', 'class', 'vip', 'allow', NULL, NULL, '80'),
('5', 'product', 'PAN', 'deny', NULL, NULL, '80');

INSERT INTO product (id, sku, name, unit_price, unit_cost, currency, category, unit, discontinued, attributes) VALUES
('1', 'CUP', 'Cup', '700', '300', 'EUR', 'Table', 'each', 'false', '{}'),
('2', 'JUG', 'Jug', '1900', '800', 'EUR', 'Table', 'each', 'false', '{}'),
('3', 'MUG', 'Mug', '900', '400', 'EUR', 'Kitchen', 'each', 'false', '{}'),
('4', 'PAN', 'Pan', '3900', '1800', 'EUR', 'Kitchen', 'each', 'false', '{}'),
('5', 'POT', 'Pot', '2900', '1500', 'EUR', 'Kitchen', 'each', 'false', '{}');

INSERT INTO promise (version, part, quantity, promised_on, basis, available_on, confidence, cause, made_at, journal_id, line_id, supply_id) VALUES
('1', '1', '3', '2026-11-04', 'stock', NULL, '100', 'placed', '2026-11-03 09:00:00+00', '10', '1', '1'),
('1', '1', '2', '2026-11-04', 'stock', NULL, '100', 'placed', '2026-11-03 10:00:00+00', '11', '2', '1'),
('1', '1', '2', '2026-11-04', 'stock', NULL, '100', 'placed', '2026-11-03 10:00:00+00', '11', '3', '2'),
('1', '1', '4', '2026-11-13', 'stock', NULL, '100', 'placed', '2026-11-03 11:00:00+00', '12', '4', '2'),
('1', '1', '4', '2026-11-13', 'stock', NULL, '100', 'placed', '2026-11-03 11:00:00+00', '12', '5', '4'),
('1', '1', '5', '2026-12-24', 'purchase', '2026-11-12', '80', 'placed', '2026-11-04 09:00:00+00', '13', '6', '5'),
('1', '1', '7', '2026-11-17', 'planned', '2026-11-16', '95', 'placed', '2026-11-04 10:00:00+00', '14', '7', '8'),
('1', '1', '3', '2026-11-13', 'purchase', '2026-11-12', '95', 'placed', '2026-11-04 12:00:00+00', '16', '9', '6'),
('1', '1', '2', '2026-11-30', 'planned', '2026-11-29', '95', 'placed', '2026-11-17 10:00:00+00', '28', '10', '11'),
('1', '1', '4', '2026-11-19', 'purchase', '2026-11-18', '80', 'placed', '2026-11-18 09:00:00+00', '29', '11', '5'),
('1', '1', '5', '2026-12-01', 'planned', '2026-11-30', '95', 'placed', '2026-11-18 09:00:00+00', '29', '12', '12'),
('1', '2', '6', '2026-11-13', 'purchase', '2026-11-12', '80', 'placed', '2026-11-03 10:00:00+00', '11', '2', '5'),
('1', '2', '2', '2026-11-13', 'purchase', '2026-11-12', '95', 'placed', '2026-11-03 11:00:00+00', '12', '5', '6'),
('2', '1', '7', '2026-11-26', 'purchase', '2026-11-25', '95', 'supply_ordered', '2026-11-13 10:00:00+00', '23', '7', '8'),
('2', '1', '4', NULL, 'stock', NULL, '100', 'supply_cancelled', '2026-11-13 09:00:00+00', '22', '5', '4'),
('2', '1', '5', '2026-11-19', 'purchase', '2026-11-18', '80', 'supply_changed', '2026-11-08 09:00:00+00', '19', '2', '5'),
('2', '1', '4', NULL, 'stock', NULL, '100', 'supply_cancelled', '2026-11-13 09:00:00+00', '22', '4', '2'),
('2', '1', '3', NULL, 'unknown', NULL, '0', 'supply_cancelled', '2026-11-13 09:00:00+00', '22', '9', NULL),
('2', '2', '2', NULL, 'unknown', NULL, '0', 'supply_cancelled', '2026-11-13 09:00:00+00', '22', '5', NULL),
('2', '2', '1', '2026-11-13', 'stock', NULL, '100', 'supply_changed', '2026-11-08 09:00:00+00', '19', '2', '1');

INSERT INTO sales_order (id, key, channel, ship, currency, placed_at, customer_id, journal_id) VALUES
('1', 'o-1', 'web', 'as_available', 'EUR', '2026-11-03 09:00:00+00', '1', '10'),
('2', 'o-2', 'web', 'as_available', 'EUR', '2026-11-03 10:00:00+00', '2', '11'),
('3', 'o-3', 'web', 'complete', 'EUR', '2026-11-03 11:00:00+00', '2', '12'),
('4', 'o-4', 'web', 'as_available', 'EUR', '2026-11-04 09:00:00+00', NULL, '13'),
('5', 'o-5', 'web', 'as_available', 'EUR', '2026-11-04 10:00:00+00', '1', '14'),
('7', 'o-7', 'web', 'as_available', 'EUR', '2026-11-04 12:00:00+00', '1', '16'),
('8', 'o-8', 'web', 'as_available', 'EUR', '2026-11-18 09:00:00+00', '2', '29');

INSERT INTO sales_return (id, key, at, journal_id, location_id, order_id) VALUES
('4', 'b-1', '2026-11-07 09:00:00+00', '18', '6', '1');

INSERT INTO shipment (id, key, at, journal_id, order_id) VALUES
('2', 's-1', '2026-11-05 09:00:00+00', '17', '1'),
('3', 's-2', '2026-11-05 09:00:00+00', '17', '2');

INSERT INTO shipment_line (line_no, quantity, location_id, order_line_id, shipment_id) VALUES
('1', '2', '6', '2', '3'),
('1', '3', '6', '1', '2'),
('2', '2', '6', '3', '3');

INSERT INTO stock_count (id, key, at, journal_id, location_id) VALUES
('1', 'c-1', '2026-11-02 09:00:00+00', '8', '6');

INSERT INTO stock_movement (n, quantity, kind, document, document_line, at, destination_id, journal_id, origin_id, product_id) VALUES
('1', '1', 'adjustment', '8', '1', '2026-11-16 09:00:00+00', '4', '26', '6', '5'),
('1', '1', 'return', '4', '1', '2026-11-07 09:00:00+00', '7', '18', '2', '3'),
('1', '1', 'receipt', '7', '1', '2026-11-15 09:00:00+00', '8', '25', '3', '5'),
('1', '2', 'transfer', '6', '1', '2026-11-14 09:00:00+00', '3', '24', '6', '5'),
('1', '3', 'shipment', '2', '1', '2026-11-05 09:00:00+00', '2', '17', '6', '3'),
('1', '5', 'receipt', '5', '1', '2026-11-12 09:00:00+00', '6', '20', '1', '3'),
('1', '5', 'count', '1', '1', '2026-11-02 09:00:00+00', '6', '8', '4', '3'),
('2', '1', 'return', '4', '2', '2026-11-07 09:00:00+00', '6', '18', '2', '3'),
('2', '1', 'receipt', '5', '1', '2026-11-12 09:00:00+00', '7', '20', '1', '3'),
('2', '2', 'shipment', '3', '1', '2026-11-05 09:00:00+00', '2', '17', '6', '3'),
('2', '9', 'count', '1', '2', '2026-11-02 09:00:00+00', '6', '8', '4', '5'),
('3', '2', 'shipment', '3', '2', '2026-11-05 09:00:00+00', '2', '17', '6', '5'),
('3', '4', 'count', '1', '4', '2026-11-02 09:00:00+00', '6', '8', '4', '2');

INSERT INTO substitute (id, rank, product_id, substitute_id) VALUES
('1', '1', '4', '5');

INSERT INTO supplier (id, code, name, email, attributes) VALUES
('1', 'S1', 'One', 'one@example.com', '{}'),
('2', 'S2', 'Two', '', '{}');

INSERT INTO supplier_item (id, unit_cost, moq, multiple, lead_time_days, priority, product_id, supplier_id) VALUES
('1', '300', '1', '1', '12', '100', '1', '1'),
('2', '400', '6', '6', '10', '100', '3', '1'),
('3', '380', '1', '1', '20', '20', '3', '2'),
('4', '1500', '1', '1', '15', '100', '5', '2');

INSERT INTO transfer (id, key, at, destination_id, journal_id, origin_id) VALUES
('6', 't-1', '2026-11-14 09:00:00+00', '8', '24', '6');

INSERT INTO transfer_line (id, line_no, sent, received, damaged, lost, product_id, transfer_id) VALUES
('1', '1', '2', '1', '0', '0', '5', '6');

INSERT INTO adjustment (id, key, at, quantity, cause, journal_id, location_id, product_id) VALUES
('8', 'a-1', '2026-11-16 09:00:00+00', '-1', 'broken', '26', '6', '5');

INSERT INTO count_line (line_no, expected, counted, product_id, stock_count_id) VALUES
('1', '0', '5', '3', '1'),
('2', '0', '9', '5', '1'),
('3', '0', '0', '1', '1'),
('4', '0', '4', '2', '1');

INSERT INTO exception_case (id, code, opened_at, closed_at, closed_by, opened_by, line_id, product_id) VALUES
('1', 'date_unknown', '2026-11-13 09:00:00+00', NULL, NULL, '22', '5', '2'),
('2', 'date_unknown', '2026-11-13 09:00:00+00', NULL, NULL, '22', '9', '2');

INSERT INTO purchase_order (id, key, at, journal_id, location_id, supplier_id) VALUES
('1', 'p-1', '2026-11-02 10:00:00+00', '9', '6', '1'),
('2', 'p-2', '2026-11-02 10:00:00+00', '9', '6', '2'),
('3', 'k-1:S1@MAIN', '2026-11-13 10:00:00+00', '23', '6', '1');

INSERT INTO receipt (id, key, at, journal_id, location_id, purchase_order_id, transfer_id) VALUES
('5', 'r-1', '2026-11-12 09:00:00+00', '20', '6', '1', NULL),
('7', 'r-2', '2026-11-15 09:00:00+00', '25', '8', NULL, '6');

INSERT INTO return_line (line_no, good, damaged, order_line_id, sales_return_id) VALUES
('1', '0', '1', '1', '4'),
('2', '1', '0', '1', '4');

INSERT INTO purchase_line (id, line_no, ordered, received, damaged, cancelled, over, unit_cost, ordered_for, product_id, purchase_order_id) VALUES
('1', '1', '24', '5', '1', '0', '0', '400', '2026-11-12', '3', '1'),
('2', '2', '6', '0', '0', '6', '0', '800', '2026-11-12', '2', '1'),
('3', '1', '10', '0', '0', '0', '0', '1500', '2026-11-25', '5', '2'),
('4', '1', '7', '0', '0', '0', '0', '300', '2026-11-25', '1', '3');

INSERT INTO receipt_line (line_no, good, damaged, over, product_id, purchase_line_id, receipt_id, transfer_line_id) VALUES
('1', '1', '0', '0', '5', NULL, '7', '1'),
('1', '5', '1', '0', '3', '1', '5', NULL);

INSERT INTO supply (id, kind, name, quantity, pegged, available_on, location_id, product_id, purchase_line_id, supplier_id, transfer_line_id) VALUES
('1', 'stock', 'stock@MAIN', '6', '6', NULL, '6', '3', NULL, NULL, NULL),
('10', 'stock', 'stock@SHOP', '1', '0', NULL, '8', '5', NULL, NULL, NULL),
('11', 'planned', 'PS-000011', '2', '2', '2026-11-29', '6', '1', NULL, '1', NULL),
('12', 'planned', 'PS-000012', '5', '5', '2026-11-30', '6', '1', NULL, '1', NULL),
('2', 'stock', 'stock@MAIN', '4', '4', NULL, '6', '5', NULL, NULL, NULL),
('3', 'stock', 'stock@MAIN', '0', '0', NULL, '6', '1', NULL, NULL, NULL),
('4', 'stock', 'stock@MAIN', '4', '4', NULL, '6', '2', NULL, NULL, NULL),
('5', 'purchase', 'PO-000001/1', '18', '8', '2026-11-18', '6', '3', '1', '1', NULL),
('6', 'purchase', 'PO-000001/2', '0', '0', '2026-11-12', '6', '2', '2', '1', NULL),
('7', 'purchase', 'PO-000002/1', '10', '0', '2026-11-25', '6', '5', '3', '2', NULL),
('8', 'purchase', 'PO-000003/1', '7', '7', '2026-11-25', '6', '1', '4', '1', NULL),
('9', 'transfer', 'TR-000006/1', '1', '0', '2026-11-20', '8', '5', NULL, NULL, '1');

SELECT setval('customer_id_seq', 2);
SELECT setval('location_id_seq', 9);
SELECT setval('number_exception', 2);
SELECT setval('number_journal', 29);
SELECT setval('number_line', 12);
SELECT setval('number_order', 8);
SELECT setval('number_paper', 8);
SELECT setval('number_purchase_line', 4);
SELECT setval('number_purchase_order', 3);
SELECT setval('number_supply', 12);
SELECT setval('number_transfer_line', 1);
SELECT setval('policy_id_seq', 5);
SELECT setval('product_id_seq', 5);
SELECT setval('substitute_id_seq', 1);
SELECT setval('supplier_id_seq', 2);
SELECT setval('supplier_item_id_seq', 4);
