"""Swaps name the journal as all tables do: `doctor` checks it, not each row (decision 12)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Leave out the check of each row."""

    dependencies = [("backorder", "0032_payments_by_job")]

    operations = [
        migrations.AlterField(
            model_name="swap",
            name="journal",
            field=models.ForeignKey(
                "backorder.journal",
                on_delete=models.DO_NOTHING,
                related_name="+",
                db_index=False,
                db_constraint=False,
            ),
        ),
    ]
