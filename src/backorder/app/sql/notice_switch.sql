-- notice_switch: let the database fill the outbox while notices are switched on, and only then.
-- reads: app_setting. writes: nothing (it switches a trigger of the journal).
-- parameters: none.
-- invariant: called in the transaction that changed the setting, after the change.
SELECT switch_notice_outbox()
