-- notice_noted: the ledger knows that a notice went.
-- reads: nothing. writes: notice.
-- parameters: notice.
-- invariant: called after the ledger's verb.
UPDATE notice SET to_note = false WHERE id = %(notice)s::bigint
