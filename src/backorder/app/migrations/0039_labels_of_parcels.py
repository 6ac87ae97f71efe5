"""What the labels of parcels say, version by version."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER shipment_label_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON shipment_label
FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();
"""
ALLOW = "DROP TRIGGER shipment_label_is_append_only ON shipment_label;"


class Migration(migrations.Migration):
    """Add the table, which only grows."""

    dependencies = [("backorder", "0038_delay_cases_move_in_place")]

    operations = [
        migrations.CreateModel(
            name="ShipmentLabel",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shipment_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.IntegerField()),
                ("carrier", models.CharField(blank=True, max_length=60)),
                ("tracking", models.CharField(blank=True, max_length=60)),
                ("tracking_url", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "journal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.journal",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.shipment",
                    ),
                ),
            ],
            options={
                "db_table": "shipment_label",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="shipment_label_version_least"
                    )
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
