-- known_locations: which of these codes are places that can be counted.
-- reads: location. writes: nothing.
-- parameters: names.
-- invariant: at most one row a code; virtual places (customer, supplier, transit) are not among them.
SELECT code, '' AS currency
FROM location
WHERE code = ANY(%(names)s::text[]) AND (sellable OR site_id IS NOT NULL)
