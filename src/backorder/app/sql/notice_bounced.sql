-- notice_bounced: what was sent came back.
-- reads: nothing. writes: notice.
-- parameters: message_id, error.
-- invariant: only what was sent by e-mail can come back.
UPDATE notice
SET state = 'bounced', error = %(error)s::text, reason = 'bounced'
WHERE message_id = %(message_id)s::text AND channel = 'email' AND state = 'sent'
RETURNING id, address
