# Written by Django's makemigrations.  # noqa: D100

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):  # noqa: D101
    dependencies = [
        ("backorder", "0018_lead_times"),  # noqa: Q000
    ]

    operations = [
        migrations.CreateModel(
            name="ForecastAccuracy",  # noqa: Q000
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "measured_on",
                        "kind",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),  # noqa: E501, Q000
                ("measured_on", models.DateField()),  # noqa: Q000
                ("kind", models.CharField(max_length=20)),  # noqa: Q000
                ("series", models.IntegerField()),  # noqa: Q000
                ("weeks", models.IntegerField()),  # noqa: Q000
                ("bias", models.FloatField(blank=True, null=True)),  # noqa: Q000
                ("rmsse", models.FloatField(blank=True, null=True)),  # noqa: Q000
                ("pinball", models.FloatField(blank=True, null=True)),  # noqa: Q000
                ("within_50", models.FloatField(blank=True, null=True)),  # noqa: Q000
                ("within_80", models.FloatField(blank=True, null=True)),  # noqa: Q000
                ("within_95", models.FloatField(blank=True, null=True)),  # noqa: Q000
            ],
            options={
                "db_table": "forecast_accuracy",  # noqa: Q000
            },
        ),
        migrations.CreateModel(
            name="ProductForecast",  # noqa: Q000
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),  # noqa: E501, Q000
                ("first_on", models.DateField()),  # noqa: Q000
                (
                    "mean",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(), size=None
                    ),
                ),  # noqa: E501, Q000
                (
                    "base",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(), size=None
                    ),
                ),  # noqa: E501, Q000
                (
                    "p50",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),  # noqa: E501, Q000
                (
                    "p80",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),  # noqa: E501, Q000
                (
                    "p95",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),  # noqa: E501, Q000
                ("size", models.FloatField()),  # noqa: Q000
                ("uplift", models.FloatField(db_default=0, default=0)),  # noqa: Q000
                ("method", models.CharField(max_length=80)),  # noqa: Q000
                ("made_at", models.DateTimeField()),  # noqa: Q000
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.location",
                    ),
                ),  # noqa: E501, Q000
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.product",
                    ),
                ),  # noqa: E501, Q000
            ],
            options={
                "db_table": "forecast",  # noqa: Q000
                "constraints": [
                    models.UniqueConstraint(fields=("product", "location"), name="forecast_once"),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 0)), name="forecast_size_least"
                    ),
                ],  # noqa: E501, Q000
            },
        ),
        migrations.CreateModel(
            name="Promotion",  # noqa: Q000
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),  # noqa: E501, Q000
                ("name", models.CharField(max_length=80)),  # noqa: Q000
                ("from_on", models.DateField()),  # noqa: Q000
                ("to_on", models.DateField()),  # noqa: Q000
                ("uplift", models.IntegerField(db_default=0, default=0)),  # noqa: Q000
                (
                    "announced_by",
                    models.CharField(db_default="marketing", default="marketing", max_length=20),
                ),  # noqa: E501, Q000
                ("note", models.TextField(blank=True, db_default="", default="")),  # noqa: Q000
                ("withdrawn", models.BooleanField(db_default=False, default=False)),  # noqa: Q000
                ("set_at", models.DateTimeField()),  # noqa: Q000
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.product",
                    ),
                ),  # noqa: E501, Q000
            ],
            options={
                "db_table": "promotion",  # noqa: Q000
                "constraints": [
                    models.UniqueConstraint(fields=("name", "product"), name="promotion_once"),
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="promotion_does_not_end_before",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("announced_by__in", ("marketing", "sales", "supply"))),
                        name="promotion_announced_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("uplift__gte", 0)), name="promotion_uplift_least"
                    ),
                ],  # noqa: E501, Q000
            },
        ),
    ]
