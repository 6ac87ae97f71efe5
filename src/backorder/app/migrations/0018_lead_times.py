"""What was learned of lead times, and how well it was kept."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the tables of lead times and of how often they were kept."""

    dependencies = [
        ("backorder", "0017_kept_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("deliveries", models.IntegerField()),
                ("log_mean", models.FloatField()),
                ("log_spread", models.FloatField()),
                ("freedom", models.FloatField()),
                ("stated_days", models.FloatField()),
                ("p50_days", models.FloatField()),
                ("p80_days", models.FloatField()),
                ("p95_days", models.FloatField()),
                ("short_rate", models.FloatField()),
                ("reject_rate", models.FloatField()),
                ("fitted_at", models.DateTimeField()),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.product",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "lead_time",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("supplier", "product"), name="lead_time_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("p50_days__gt", 0),
                            ("p80_days__gt", models.F("p50_days")),
                            ("p95_days__gt", models.F("p80_days")),
                        ),
                        name="lead_time_days_ascend",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reject_rate__gte", 0),
                            ("reject_rate__lte", 1),
                            ("short_rate__gte", 0),
                            ("short_rate__lte", 1),
                        ),
                        name="lead_time_rates_are_shares",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deliveries__gte", 1)),
                        name="lead_time_deliveries_least",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadTimeCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days_from", models.IntegerField(blank=True, null=True)),
                ("lines", models.IntegerField()),
                ("within_p50", models.IntegerField()),
                ("within_p80", models.IntegerField()),
                ("within_p95", models.IntegerField()),
                ("loss", models.FloatField()),
                ("fitted_at", models.DateTimeField()),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "lead_time_check",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("supplier", "days_from"),
                        name="lead_time_check_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lines__gte", models.F("within_p95")),
                            ("within_p50__gte", 0),
                            ("within_p80__gte", models.F("within_p50")),
                            ("within_p95__gte", models.F("within_p80")),
                        ),
                        name="lead_time_check_counts_ascend",
                    ),
                ],
            },
        ),
    ]
