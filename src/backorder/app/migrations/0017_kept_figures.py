"""Figures over the whole books that a worker keeps; an index of cancelled lines."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q

ADD = (
    "INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at) VALUES "
    "('figures', 'figures', 10, '', '2020-01-01T00:00:00Z');"
)
DROP = "DELETE FROM job_schedule WHERE name = 'figures';"


def day() -> models.DateField[str, object]:
    """Return a day that may be unknown."""
    return models.DateField(blank=True, null=True)


class Migration(migrations.Migration):
    """Add the tables, the index and the schedule."""

    dependencies = [("backorder", "0016_purchase_life")]

    operations = [
        migrations.CreateModel(
            name="KeptFigure",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("as_of", models.DateTimeField()),
                ("took_ms", models.IntegerField()),
                ("due_at", models.DateTimeField()),
                ("body", models.JSONField()),
            ],
            options={"db_table": "kept_figure"},
        ),
        migrations.CreateModel(
            name="WaitingCustomer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "customer_id",
                        "currency",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("customer_id", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("units", models.BigIntegerField()),
                ("lines", models.BigIntegerField()),
                ("orders", models.BigIntegerField()),
                ("unknown", models.BigIntegerField()),
                ("late", models.BigIntegerField()),
                ("next_on", day()),
                ("last_on", day()),
                ("value", models.BigIntegerField()),
            ],
            options={"db_table": "waiting_customer"},
        ),
        migrations.AddIndex(
            model_name="waitingcustomer",
            index=models.Index(fields=["units", "customer_id"], name="waiting_customer_by_units"),
        ),
        migrations.CreateModel(
            name="WaitingSupplier",
            fields=[
                ("supplier_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("units", models.BigIntegerField()),
                ("ordered", models.BigIntegerField()),
                ("planned", models.BigIntegerField()),
                ("lines", models.BigIntegerField()),
                ("orders", models.BigIntegerField()),
                ("products", models.BigIntegerField()),
                ("late", models.BigIntegerField()),
                ("next_on", day()),
                ("last_on", day()),
            ],
            options={"db_table": "waiting_supplier"},
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                condition=Q(cancelled=F("ordered")), fields=["order"], name="order_line_cancelled"
            ),
        ),
        migrations.RunSQL(ADD, DROP),
    ]
