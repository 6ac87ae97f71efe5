"""Find movements of a rare kind without reading those of receipts and shipments.

Receipts and shipments themselves are not in the index: it costs them nothing.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("backorder", "0019_tables_for_forecasts")]

    operations = [
        migrations.AddIndex(
            model_name="stockmovement",
            index=models.Index(
                condition=Q(kind__in=("adjustment", "count", "return", "transfer")),
                fields=["kind", "journal", "n"],
                name="stock_movement_rare",
            ),
        ),
    ]
