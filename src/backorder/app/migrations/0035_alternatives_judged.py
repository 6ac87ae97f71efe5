"""Alternatives: what was decided of each, and how often a message offered it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A standing for each pair, and offers beside what was shown."""

    dependencies = [("backorder", "0034_incentives_by_job")]

    operations = [
        migrations.AddField(
            model_name="substitute",
            name="standing",
            field=models.CharField(max_length=9, default="offered", db_default="offered"),
        ),
        migrations.AddConstraint(
            model_name="substitute",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ("offered", "dismissed", "open"))),
                name="substitute_standing_known",
            ),
        ),
        migrations.AddField(
            model_name="alternativeshown",
            name="offered",
            field=models.BigIntegerField(default=0, db_default=0),
        ),
        migrations.AlterField(
            model_name="alternativeshown",
            name="shown",
            field=models.BigIntegerField(default=0, db_default=0),
        ),
        migrations.RemoveConstraint(
            model_name="alternativeshown", name="alternative_shown_shown_least"
        ),
        migrations.AddConstraint(
            model_name="alternativeshown",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown__gte", 0)), name="alternative_shown_shown_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="alternativeshown",
            constraint=models.CheckConstraint(
                condition=models.Q(("offered__gte", 0)), name="alternative_shown_offered_least"
            ),
        ),
    ]
