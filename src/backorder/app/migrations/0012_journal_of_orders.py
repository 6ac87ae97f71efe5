"""Find what changed an order in the journal: only the few verbs that name orders are indexed."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("backorder", "0011_uploads_and_settings")]

    operations = [
        migrations.AddIndex(
            model_name="journal",
            index=GinIndex(
                fields=["input"],
                opclasses=["jsonb_path_ops"],
                condition=models.Q(verb__in=("cancel", "change_order", "release")),
                name="journal_of_orders",
            ),
        ),
    ]
