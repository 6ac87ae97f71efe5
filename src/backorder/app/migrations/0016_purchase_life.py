"""The life of a purchase: drafts, what was sent, what the supplier said, and links to say it by.

What stands in the books already was approved when it was written.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from ._purchase_life_sql import ALLOW, APPROVED, OLD, PAPERS, REFUSE, SCHEDULE, STAGE

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """Add the tables, the columns, and the view of the stages."""

    dependencies = [("backorder", "0015_laws_for_buying")]

    operations = [
        migrations.CreateModel(
            name="PurchaseSending",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("how", models.CharField(max_length=10)),
                (
                    "recipient",
                    models.CharField(blank=True, db_default="", default="", max_length=254),
                ),
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
                    "purchase_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.purchaseorder",
                    ),
                ),
            ],
            options={
                "db_table": "purchase_sending",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PurchaseMail",
            fields=[
                ("id", ID),
                ("key", models.CharField(max_length=200)),
                ("recipient", models.CharField(max_length=254)),
                (
                    "site",
                    models.CharField(blank=True, db_default="", default="", max_length=300),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=200)),
                ("tries", models.IntegerField(db_default=0, default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True, db_default="", default="")),
                (
                    "purchase_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.purchaseorder",
                    ),
                ),
            ],
            options={
                "db_table": "purchase_mail",
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="purchase_mail_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True),
                            ("next_try_at__isnull", True),
                            _connector="OR",
                        ),
                        name="purchase_mail_sent_once",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["next_try_at", "id"],
                        name="purchase_mail_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierLink",
            fields=[
                ("id", ID),
                ("hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "purchase_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.purchaseorder",
                    ),
                ),
            ],
            options={
                "db_table": "supplier_link",
            },
        ),
        migrations.CreateModel(
            name="SupplierMessage",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("how", models.CharField(max_length=10)),
                (
                    "said_by",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
                ("note", models.TextField(blank=True, db_default="", default="")),
                (
                    "carrier",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
                (
                    "tracking",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
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
                    "purchase_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.purchaseorder",
                    ),
                ),
            ],
            options={
                "db_table": "supplier_message",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupplierMessageLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "supplier_message_id",
                        "line_no",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("line_no", models.IntegerField()),
                ("quantity", models.BigIntegerField()),
                ("expected_on", models.DateField(blank=True, null=True)),
                (
                    "purchase_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.purchaseline",
                    ),
                ),
                (
                    "supplier_message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="backorder.suppliermessage",
                    ),
                ),
            ],
            options={
                "db_table": "supplier_message_line",
            },
        ),
        migrations.RemoveConstraint(
            model_name="exceptioncase",
            name="exception_case_one_open",
        ),
        migrations.AddField(
            model_name="exceptioncase",
            name="purchase_order",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="backorder.purchaseorder",
            ),
        ),
        migrations.AddField(
            model_name="purchaseline",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="backorder.purchaseline",
            ),
        ),
        migrations.AddField(
            model_name="purchaseorder",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="purchaseorder",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                db_column="approved_by",
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="backorder.journal",
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="acknowledge_days",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="supplier",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddIndex(
            model_name="purchaseorder",
            index=models.Index(
                condition=models.Q(("approved_at__isnull", True)),
                fields=["supplier", "id"],
                name="purchase_order_drafts",
            ),
        ),
        migrations.AddConstraint(
            model_name="exceptioncase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("line", "code", "product", "purchase_order"),
                name="exception_case_one_open",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="purchase_order_approved_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplier",
            constraint=models.CheckConstraint(
                condition=models.Q(("acknowledge_days__gte", 0)),
                name="supplier_acknowledge_days_least",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchasesending",
            constraint=models.UniqueConstraint(fields=("key",), name="purchasesending_key_once"),
        ),
        migrations.AddConstraint(
            model_name="purchasesending",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ("email", "file", "hand"))),
                name="purchase_sending_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierlink",
            constraint=models.UniqueConstraint(fields=("hash",), name="supplier_link_hash_once"),
        ),
        migrations.AddConstraint(
            model_name="suppliermessage",
            constraint=models.UniqueConstraint(fields=("key",), name="suppliermessage_key_once"),
        ),
        migrations.AddConstraint(
            model_name="suppliermessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("acknowledgement", "announcement"))),
                name="supplier_message_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliermessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ("link", "hand", "file"))),
                name="supplier_message_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliermessageline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)),
                name="supplier_message_line_quantity_least",
            ),
        ),
        migrations.RunSQL(APPROVED, migrations.RunSQL.noop),
        migrations.RunSQL(SCHEDULE, "DELETE FROM job_schedule WHERE name = 'post';"),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(PAPERS, OLD),
        migrations.RunSQL(STAGE, "DROP VIEW purchase_stage;"),
    ]
