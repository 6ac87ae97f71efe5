-- delay_told_save: note that channels took notices; what is known already stays as it was.
-- reads: nothing. writes: delay_told.
-- parameters: columns as arrays: case, notice, channel, recipient, shown, sent_at; journal.
-- invariant: one row per notice, channel and recipient.
INSERT INTO delay_told (case_id, notice, channel, recipient, shown, at, journal_id)
SELECT a.case_id, a.notice, a.channel, a.recipient, a.shown, a.at, %(journal)s::bigint
FROM unnest(
    %(case)s::bigint[], %(notice)s::bigint[], %(channel)s::text[], %(recipient)s::text[],
    %(shown)s::text[], %(sent_at)s::timestamptz[]
) AS a (case_id, notice, channel, recipient, shown, at)
ON CONFLICT DO NOTHING
