"""Codes that were given for waiting can be withdrawn."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of the end of a code whether it was used or withdrawn."""

    dependencies = [("backorder", "0039_labels_of_parcels")]

    operations = [
        migrations.AddField(
            model_name="incentiveredemption",
            name="withdrawn",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
