-- webhook_switch: let the database fill the outbox while an endpoint is enabled, and only then.
-- reads: webhook_endpoint. writes: nothing (it switches a trigger of the journal).
-- parameters: none.
-- invariant: called in the transaction that changed an endpoint, after the change.
SELECT switch_webhook_outbox()
