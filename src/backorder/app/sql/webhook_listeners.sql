-- webhook_listeners: the endpoints that are told of events, and what of.
-- reads: webhook_endpoint. writes: nothing (row locks).
-- parameters: none.
-- invariant: none of them is deleted until this transaction ends.
SELECT id, events FROM webhook_endpoint WHERE enabled ORDER BY id FOR KEY SHARE
