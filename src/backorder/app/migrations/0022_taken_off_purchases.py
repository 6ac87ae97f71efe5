"""Tell what we took off a purchase ourselves from what its supplier did not deliver."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Add the counter; of what was cancelled before, nobody knows by whom."""

    dependencies = [("backorder", "0021_laws_for_audits")]

    operations = [
        migrations.AddField(
            model_name="purchaseline",
            name="taken_off",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="purchaseline",
            constraint=models.CheckConstraint(
                condition=Q(taken_off__lte=F("cancelled")), name="purchase_line_taken_off_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaseline",
            constraint=models.CheckConstraint(
                condition=Q(taken_off__gte=0), name="purchase_line_taken_off_least"
            ),
        ),
    ]
