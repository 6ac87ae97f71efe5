-- sourcing_clear: take the rules of some zones away, before others take their place.
-- reads: nothing. writes: sourcing_rule.
-- parameters: zone (array).
-- invariant: every product's lock is held, so no decision sees a zone without its rule.
DELETE FROM sourcing_rule WHERE zone = ANY(%(zone)s::text[])
