"""Find the entries of one actor or verb, and rows of a period, without reading all there are.

Days are indexed by blocks: rows are added as time goes by, so that costs next to nothing to keep.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies = [("backorder", "0012_journal_of_orders")]

    operations = [
        migrations.AddIndex(
            model_name="journal",
            index=models.Index(fields=["actor", "id"], name="journal_by_actor"),
        ),
        migrations.AddIndex(
            model_name="journal",
            index=models.Index(fields=["verb", "id"], name="journal_by_verb"),
        ),
        migrations.AddIndex(
            model_name="journal", index=BrinIndex(fields=["at"], name="journal_by_day")
        ),
        migrations.AddIndex(
            model_name="stockmovement",
            index=BrinIndex(fields=["at"], name="stock_movement_by_day"),
        ),
        migrations.AddIndex(
            model_name="salesorder",
            index=BrinIndex(fields=["placed_at"], name="sales_order_by_day"),
        ),
    ]
