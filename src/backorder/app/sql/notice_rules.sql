-- notice_rules: whether events are told on channels, to whom and about what.
-- reads: notice_rule. writes: nothing.
-- parameters: none.
-- invariant: one row an event, channel, scope and match.
SELECT event, channel, scope, match, "on"
FROM notice_rule
ORDER BY event, channel, scope, match, id
