-- webhook_events_save: keep messages; those that are kept already stay as they are.
-- reads: nothing. writes: webhook_event.
-- parameters: id, type, journal, at, body (arrays of one length).
-- invariant: the body of an id never changes.
INSERT INTO webhook_event (id, type, journal_id, at, body)
SELECT * FROM unnest(
    %(id)s::text[], %(type)s::text[], %(journal)s::bigint[], %(at)s::timestamptz[], %(body)s::text[]
)
ON CONFLICT (id) DO NOTHING
