"""What customers may do by themselves."""

from __future__ import annotations

from django.db import models

from . import columns as col


class OrderLink(models.Model):
    """Which links to an order work: those of this generation; without a row, of generation 0.

    Links are signed, not kept. To end them all, the generation moves on.
    """

    order = models.OneToOneField(
        "SalesOrder", models.DO_NOTHING, primary_key=True, related_name="+"
    )
    generation = models.IntegerField()
    revoked_at = col.instant()
    revoked_by = col.code(200)

    class Meta:
        db_table = "order_link"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(generation__gte=1, generation__lt=2**16),
                name="order_link_generation_fits",
            )
        ]
