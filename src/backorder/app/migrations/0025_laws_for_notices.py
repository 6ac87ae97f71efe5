"""What models cannot say about notices: the outbox that the database fills.

As with webhooks the trigger is on while notices are switched on: nobody else pays for it.
"""

from __future__ import annotations

from django.db import migrations

OUTBOX = """
CREATE FUNCTION fill_notice_outbox() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_catalog AS $$
BEGIN
    INSERT INTO notice_outbox (journal_id) SELECT id FROM came ORDER BY id;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_is_noticed AFTER INSERT ON journal REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION fill_notice_outbox();
ALTER TABLE journal DISABLE TRIGGER journal_is_noticed;

CREATE FUNCTION switch_notice_outbox() RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_catalog AS $$
BEGIN
    -- One at a time, until the commit: what is looked at next is what others have committed.
    PERFORM pg_advisory_xact_lock(x'6e6f7465'::int);
    IF EXISTS (SELECT FROM app_setting WHERE name = 'notices' AND (value ->> 'on')::boolean) THEN
        ALTER TABLE journal ENABLE TRIGGER journal_is_noticed;
    ELSE
        ALTER TABLE journal DISABLE TRIGGER journal_is_noticed;
    END IF;
END $$;
"""
NO_OUTBOX = """
DROP FUNCTION switch_notice_outbox();
DROP TRIGGER journal_is_noticed ON journal;
DROP FUNCTION fill_notice_outbox();
"""


class Migration(migrations.Migration):
    """Add the outbox, switched off."""

    dependencies = [("backorder", "0025_tables_for_notices")]

    operations = [
        migrations.RunSQL(OUTBOX, NO_OUTBOX),
    ]
