-- delay_drafts: notices that wait for approval and still say what there is to say.
-- reads: delay_notice, delay_case. writes: nothing.
-- parameters: cases (int8 array), every (boolean: all there are); limit.
-- invariant: a draft that a later notice, or a better date, overtook is none.
SELECT c.id, c.product_id, d.n, d.kind, d.quantity, d.from_on, d.to_on
FROM delay_notice AS d
JOIN delay_case AS c ON c.id = d.case_id AND c.notices = d.n
WHERE d.draft AND c.asked AND c.closed_at IS NULL
    AND (%(every)s::boolean OR c.id = ANY(%(cases)s::bigint[]))
ORDER BY c.id
LIMIT %(limit)s::bigint
