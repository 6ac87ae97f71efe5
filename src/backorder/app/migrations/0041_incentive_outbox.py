"""What the job of incentives has not looked at yet: noted by the database in the same transaction.

Nobody else pays for it: an entry is noted only where an active rule answers slips. An order that is
only placed has not slipped, and what the job itself writes moves no day.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

FILL = """
CREATE FUNCTION fill_incentive_outbox() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM incentive_rule WHERE active AND event = 'slip') THEN
        INSERT INTO incentive_outbox (journal_id, at) VALUES (NEW.id, NEW.at);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_is_looked_through AFTER INSERT ON journal
    FOR EACH ROW WHEN (
        NEW.verb NOT IN ('place_orders', 'set_incentives', 'give_incentives', 'redeem_incentive')
    ) EXECUTE FUNCTION fill_incentive_outbox();
"""
NO_FILL = """
DROP TRIGGER journal_is_looked_through ON journal;
DROP FUNCTION fill_incentive_outbox();
"""


class Migration(migrations.Migration):
    """Add the outbox and what fills it."""

    dependencies = [("backorder", "0040_withdrawn_codes")]

    operations = [
        migrations.CreateModel(
            name="IncentiveOutbox",
            fields=[
                (
                    "journal",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="backorder.journal",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "incentive_outbox"},
        ),
        migrations.RunSQL(FILL, NO_FILL),
    ]
