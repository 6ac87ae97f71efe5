-- notice_rule_save: keep whether an event is told on a channel.
-- reads: nothing. writes: notice_rule.
-- parameters: event, channel, scope, match, on, now, by.
-- invariant: one rule an event, channel, scope and match.
INSERT INTO notice_rule (event, channel, scope, match, "on", changed_at, changed_by)
VALUES (
    %(event)s::text, %(channel)s::text, %(scope)s::text, %(match)s::text, %(on)s::boolean,
    %(now)s::timestamptz, %(by)s::text
)
ON CONFLICT (event, channel, scope, match) DO UPDATE SET
    "on" = excluded."on", changed_at = excluded.changed_at, changed_by = excluded.changed_by
