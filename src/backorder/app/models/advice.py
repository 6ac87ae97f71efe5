"""Whether to offer backorders on a product: the advice, how it changed, and what it reckons with.

Worked out from the books by the plan, like kept figures: no verb writes these tables.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col

VERDICTS = ("allow", "cap", "deny")


class Advice(models.Model):
    """The advice on one product; values are expected, in minor units per unit that is asked for.

    ``break_even_days``: the wait up to which offering pays; null where it never does, and
    ``always`` where it does however long. ``units_month``: units asked for that are not there.
    ``stake``: what following the advice rather than its opposite is worth in a month. ``figures``
    hold what the curve over the wait is drawn from. ``before``: the rule that an adoption replaced.
    """

    product = models.OneToOneField(
        "Product", on_delete=models.DO_NOTHING, primary_key=True, related_name="+"
    )
    verdict = col.code(10)
    cap = models.BigIntegerField(null=True, blank=True)
    cap_from = col.code(10, blank=True, default="", db_default="")
    max_wait_days = models.IntegerField(null=True, blank=True)
    break_even_days = models.FloatField(null=True, blank=True)
    always = models.BooleanField(default=False, db_default=False)
    wait_p50 = models.FloatField(null=True, blank=True)
    wait_p80 = models.FloatField(null=True, blank=True)
    value_offer = models.FloatField()
    value_refuse = models.FloatField()
    units_month = models.FloatField()
    stake = col.money()
    currency = col.code(3)
    reason = col.facts()
    figures = col.facts()
    made_at = col.instant()
    adopted_at = col.instant(null=True, blank=True)
    adopted_by = col.code(200, blank=True, default="", db_default="")
    before = models.JSONField(null=True, blank=True)

    class Meta:
        db_table = "advice"
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="advice_verdict"),
            *col.positive("advice", "cap", "max_wait_days"),
        ]
        indexes = [models.Index(fields=["-stake", "product"], name="advice_by_stake")]


class AdviceChange(models.Model):
    """What the advice on a product was and became: only ever added."""

    product = col.ref("Product", index=True)
    at = col.instant()
    verdict_from = col.code(10, blank=True, default="", db_default="")
    verdict_to = col.code(10)
    reason = col.facts()
    by = col.code(200)

    class Meta:
        db_table = "advice_change"


class AdviceTerms(models.Model):
    """What the advice reckons with for the products of a category, where it is not the usual.

    ``ship``, ``cancel``, ``handling``, ``goodwill`` and ``future`` in minor units of ``currency``;
    ``substitute_percent`` of those who are refused take another product.
    """

    category = col.code(200, primary_key=True)
    currency = col.code(3)
    ship = col.money()
    cancel = col.money()
    handling = col.money()
    goodwill = col.money()
    future = col.money()
    substitute_percent = models.IntegerField()
    set_at = col.instant()
    set_by = col.code(200)

    class Meta:
        db_table = "advice_terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(substitute_percent__lte=100), name="advice_terms_percent"
            ),
            *col.positive("advice_terms", "ship", "cancel", "handling", "goodwill", "future"),
            *col.positive("advice_terms", "substitute_percent"),
        ]
