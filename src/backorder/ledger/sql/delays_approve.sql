-- delays_approve: make drafts of notices final, with the day to answer by as it is now.
-- reads: nothing. writes: delay_notice.
-- parameters: columns as arrays: case, n, respond_by; at.
-- invariant: a notice is approved once.
UPDATE delay_notice AS d
SET draft = FALSE, approved_at = %(at)s::timestamptz, respond_by = nullif(g.respond_by, '-infinity')
FROM unnest(%(case)s::bigint[], %(n)s::bigint[], %(respond_by)s::date[]) AS g (case_id, n, respond_by)
WHERE d.case_id = g.case_id AND d.n = g.n AND d.draft
