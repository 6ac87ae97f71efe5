-- count_sheets_lock: lock some sheets, after the products on them.
-- reads: count_sheet. writes: nothing (row locks).
-- parameters: sheets (int8 array).
-- invariant: ascending id; whoever locks a sheet holds the locks of all its products.
SELECT id FROM count_sheet WHERE id = ANY(%(sheets)s::bigint[]) ORDER BY id FOR NO KEY UPDATE
