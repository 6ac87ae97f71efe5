"""What customers are offered instead of a product, how often, and what they took."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from . import columns as col


class Swap(models.Model):
    """Units that a customer took of another product instead of waiting; only ever added."""

    pk = models.CompositePrimaryKey("journal_id", "n")
    journal = col.ref("Journal", enforced=False)
    n = models.IntegerField()
    at = col.instant()
    order = col.ref("SalesOrder")
    product = col.ref("Product")
    substitute = col.ref("Product", "substitute_id")
    quantity = col.quantity()
    unit_price = col.money()
    was_price = col.money()

    class Meta:
        db_table = "swap"
        constraints = [
            models.CheckConstraint(condition=~Q(product=F("substitute")), name="swap_is_another"),
            *col.positive("swap", "quantity", least=1),
            *col.positive("swap", "unit_price", "was_price"),
        ]
        indexes = [
            models.Index(fields=["product", "substitute"], name="swap_of_pair"),
        ]


class Alternative(models.Model):
    """A product found to be like another, or bought beside it; worked out, and found anew.

    ``similarity`` is from 0 to 1, ``together`` the orders of the last year that have both.
    """

    pk = models.CompositePrimaryKey("product_id", "substitute_id")
    product = col.ref("Product")
    substitute = col.ref("Product", "substitute_id")
    similarity = models.FloatField()
    together = models.IntegerField(default=0, db_default=0)
    score = models.FloatField()
    found_at = col.instant()

    class Meta:
        db_table = "alternative"
        constraints = [
            models.CheckConstraint(
                condition=~Q(product=F("substitute")), name="alternative_is_another"
            ),
        ]


class AlternativeShown(models.Model):
    """How often an alternative was put before customers on a day.

    ``shown`` counts pages and carts, where somebody asked to keep count, ``offered`` the messages
    that named it.
    """

    pk = models.CompositePrimaryKey("product_id", "substitute_id", "day")
    product = col.ref("Product")
    substitute = col.ref("Product", "substitute_id")
    day = models.DateField()
    shown = col.zero()
    offered = col.zero()

    class Meta:
        db_table = "alternative_shown"
        constraints = [*col.positive("alternative_shown", "shown", "offered")]
