-- notice_rule_drop: take a rule away, so that the next nearest counts.
-- reads: nothing. writes: notice_rule.
-- parameters: event, channel, scope, match.
-- invariant: what is not there stays so.
DELETE FROM notice_rule
WHERE
    event = %(event)s::text AND channel = %(channel)s::text AND scope = %(scope)s::text
    AND match = %(match)s::text
