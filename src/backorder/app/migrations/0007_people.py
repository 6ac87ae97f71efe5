"""People who sign in, with their links, the app's secrets, and the memory of rate limits."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
EMPTY: dict[str, Any] = {"blank": True, "default": "", "db_default": ""}
# Django's database cache has no migration of its own. What is in it may be lost in a crash.
CACHE = """
CREATE UNLOGGED TABLE app_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX app_cache_expires ON app_cache (expires);
"""


class Migration(migrations.Migration):
    """Add the tables of accounts."""

    dependencies = [("backorder", "0006_shipping_load")]
    # Their tables refer to the person, who did not stand in our first migration.
    run_before = [
        ("account", "0001_initial"),
        ("mfa", "0001_initial"),
        ("socialaccount", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", ID),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=200)),
                ("name", models.CharField(max_length=200, **EMPTY)),
                ("role", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=8, **EMPTY)),
                ("theme", models.CharField(max_length=8, **EMPTY)),
                ("is_active", models.BooleanField(default=True, db_default=True)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "person",
                "constraints": [
                    models.UniqueConstraint(fields=["email"], name="person_email_once"),
                    models.CheckConstraint(
                        condition=models.Q(email=Lower("email")),
                        name="person_email_small_letters",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppSecret",
            fields=[
                ("id", ID),
                ("name", models.CharField(max_length=40)),
                ("value", models.TextField(**EMPTY)),
            ],
            options={
                "db_table": "app_secret",
                "constraints": [
                    models.UniqueConstraint(fields=["name"], name="app_secret_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", ID),
                ("hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.person",
                    ),
                ),
            ],
            options={
                "db_table": "sign_in_link",
                "constraints": [
                    models.UniqueConstraint(fields=["hash"], name="sign_in_link_hash_once"),
                ],
            },
        ),
        migrations.RunSQL(CACHE, "DROP TABLE app_cache"),
    ]
