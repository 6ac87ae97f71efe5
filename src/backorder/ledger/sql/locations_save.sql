-- locations_save: write new and changed locations that sell, and tell which were new.
-- reads: nothing. writes: location.
-- parameters: columns as arrays: code, name, kind, calendar, cutoff, timezone, handling_days,
--   priority, daily_capacity, attributes.
-- invariant: each location that sells has one partner CODE/DAMAGED, for units that cannot be sold.
WITH saved AS (
    INSERT INTO location (
        code, name, kind, sellable, calendar, cutoff, timezone, handling_days, priority,
        daily_capacity, attributes
    )
    SELECT
        code, name, kind, true, calendar, cutoff, timezone, handling_days, priority,
        daily_capacity, attributes::jsonb
    FROM unnest(
        %(code)s::text[], %(name)s::text[], %(kind)s::text[], %(calendar)s::text[],
        %(cutoff)s::time[], %(timezone)s::text[], %(handling_days)s::int[], %(priority)s::int[],
        %(daily_capacity)s::bigint[], %(attributes)s::text[]
    ) AS given (
        code, name, kind, calendar, cutoff, timezone, handling_days, priority, daily_capacity,
        attributes
    )
    ORDER BY code
    ON CONFLICT (code) DO UPDATE SET
        name = excluded.name, kind = excluded.kind, calendar = excluded.calendar,
        cutoff = excluded.cutoff, timezone = excluded.timezone,
        handling_days = excluded.handling_days, priority = excluded.priority,
        daily_capacity = excluded.daily_capacity, attributes = excluded.attributes
    RETURNING id, code, name, xmax = 0 AS is_new
),

partners AS (
    INSERT INTO location (code, name, kind, sellable, site_id)
    SELECT
        code || '/DAMAGED', 'Damaged at ' || coalesce(nullif(name, ''), code), 'damaged', false, id
    FROM saved
    WHERE is_new
    ORDER BY code
)

SELECT is_new FROM saved
