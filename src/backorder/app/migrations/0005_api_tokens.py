"""Tokens with which programs call the API."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of tokens."""

    dependencies = [("backorder", "0004_laws_for_promises")]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("prefix", models.CharField(max_length=12)),
                ("hash", models.CharField(max_length=64)),
                (
                    "scopes",
                    ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "api_token",
                "constraints": [
                    models.UniqueConstraint(fields=["prefix"], name="api_token_prefix_once"),
                    models.UniqueConstraint(
                        fields=["name"],
                        condition=models.Q(revoked_at__isnull=True),
                        name="api_token_name_once",
                    ),
                ],
            },
        ),
    ]
