"""What was paid for a line may move to another of the same order."""

from __future__ import annotations

from django.db import migrations, models

ACCOUNTS = ("cash", "deposits", "receivable", "revenue", "refunds_payable", "goodwill", "moved")


class Migration(migrations.Migration):
    """An account that is nought for each order."""

    dependencies = [("backorder", "0036_tables_for_held_offers")]

    operations = [
        migrations.RemoveConstraint(model_name="moneyentry", name="money_entry_account"),
        migrations.AddConstraint(
            model_name="moneyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("account__in", ACCOUNTS)), name="money_entry_account"
            ),
        ),
    ]
