"""Files on their way in, and settings that are made on pages."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the tables of uploads and of settings."""

    dependencies = [("backorder", "0010_jobs_and_webhooks")]

    operations = [
        migrations.CreateModel(
            name="AppSetting",
            fields=[
                (
                    "name",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("value", models.JSONField()),
                ("content", models.BinaryField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=200)),
            ],
            options={"db_table": "app_setting"},
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.CharField(max_length=32, primary_key=True, serialize=False),
                ),
                ("brought_by", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("suffix", models.CharField(max_length=10)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                (
                    "mapping",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
                ),
                ("content", models.BinaryField(null=True)),
                ("at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.JSONField(blank=True, null=True)),
            ],
            options={
                "db_table": "upload",
                "indexes": [models.Index(fields=["at", "id"], name="upload_by_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(imported_at__isnull=True, content__isnull=False)
                        | models.Q(imported_at__isnull=False, content__isnull=True),
                        name="upload_kept_until_imported",
                    ),
                ],
            },
        ),
    ]
