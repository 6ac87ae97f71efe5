"""Count the units promised per day at places that can send only so many a day.

Every change of a peg moves such a count, so the database counts by itself. The triggers are
switched on with the first capacity and off with the last: nobody else pays for them.
"""

from __future__ import annotations

from django.db import migrations

EVENTS = {
    "insert": ("NEW TABLE AS came", {"came": ""}),
    "update": ("OLD TABLE AS gone NEW TABLE AS came", {"gone": "-", "came": ""}),
    "delete": ("OLD TABLE AS gone", {"gone": "-"}),
}


def counted(event: str) -> str:
    """Return the function and the trigger that count what one kind of statement changes."""
    tables, parts = EVENTS[event]
    rows = " UNION ALL ".join(
        f"SELECT s.location_id, p.promised_on, {sign}p.quantity FROM {table} AS p "
        "JOIN supply AS s ON s.id = p.supply_id "
        "JOIN location AS l ON l.id = s.location_id AND l.daily_capacity IS NOT NULL "
        "WHERE p.promised_on IS NOT NULL"
        for table, sign in parts.items()
    )
    return f"""
CREATE FUNCTION count_shipping_{event}() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_catalog AS $$
BEGIN
    -- Whoever counts holds the place, after the products' locks: days are counted one at a time.
    PERFORM FROM location WHERE daily_capacity IS NOT NULL ORDER BY id FOR NO KEY UPDATE;
    MERGE INTO shipping_load AS c
    USING (
        SELECT location_id, day, sum(units) AS units
        FROM ({rows}) AS part (location_id, day, units)
        GROUP BY location_id, day
        HAVING sum(units) <> 0
    ) AS d
    ON c.location_id = d.location_id AND c.day = d.day
    WHEN MATCHED AND c.units + d.units = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET units = c.units + d.units
    WHEN NOT MATCHED THEN
        INSERT (location_id, day, units) VALUES (d.location_id, d.day, d.units);
    RETURN NULL;
END $$;
CREATE TRIGGER peg_load_{event} AFTER {event} ON peg REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION count_shipping_{event}();
ALTER TABLE peg DISABLE TRIGGER peg_load_{event};
"""


SWITCH = """
CREATE FUNCTION switch_shipping_load() RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_catalog AS $$
BEGIN
    DELETE FROM shipping_load;
    IF EXISTS (SELECT FROM location WHERE daily_capacity IS NOT NULL) THEN
        INSERT INTO shipping_load (location_id, day, units)
        SELECT s.location_id, p.promised_on, sum(p.quantity)
        FROM peg AS p
        JOIN supply AS s ON s.id = p.supply_id
        JOIN location AS l ON l.id = s.location_id AND l.daily_capacity IS NOT NULL
        WHERE p.promised_on IS NOT NULL
        GROUP BY s.location_id, p.promised_on;
        ALTER TABLE peg ENABLE TRIGGER peg_load_insert;
        ALTER TABLE peg ENABLE TRIGGER peg_load_update;
        ALTER TABLE peg ENABLE TRIGGER peg_load_delete;
    ELSE
        ALTER TABLE peg DISABLE TRIGGER peg_load_insert;
        ALTER TABLE peg DISABLE TRIGGER peg_load_update;
        ALTER TABLE peg DISABLE TRIGGER peg_load_delete;
    END IF;
END $$;
"""
FORGET = "DROP FUNCTION switch_shipping_load();" + "".join(
    f"DROP TRIGGER peg_load_{event} ON peg; DROP FUNCTION count_shipping_{event}();"
    for event in EVENTS
)


class Migration(migrations.Migration):
    """Add the counting triggers, switched off."""

    dependencies = [("backorder", "0005_api_tokens")]

    operations = [
        migrations.RunSQL("".join(counted(event) for event in EVENTS) + SWITCH, FORGET),
    ]
