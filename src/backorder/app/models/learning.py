"""What was learned: lead times of suppliers and their items, and how well they were kept."""

from __future__ import annotations

from django.db import models

from . import columns as col


class LeadTime(models.Model):
    """How long purchases take: of a supplier's item, or where ``product`` is null of the supplier.

    ``deliveries``: those it was learned from; an item without any of its own has its supplier's.
    ``log_mean``, ``log_spread``, ``freedom``: the prediction of the logarithm of days as Student's
    t, as the model gave it; ``p50_days`` and so on: its days, corrected by how earlier ones were
    kept. ``stated_days``: what was stated for those purchases, on average. ``short_rate``,
    ``reject_rate``: shares of lines that come short, and with goods that are rejected.
    """

    supplier = col.ref("Supplier")
    product = col.ref("Product", null=True, blank=True, index=True)
    deliveries = models.IntegerField()
    log_mean = models.FloatField()
    log_spread = models.FloatField()
    freedom = models.FloatField()
    stated_days = models.FloatField()
    p50_days = models.FloatField()
    p80_days = models.FloatField()
    p95_days = models.FloatField()
    short_rate = models.FloatField()
    reject_rate = models.FloatField()
    fitted_at = col.instant()

    class Meta:
        db_table = "lead_time"
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "product"], name="lead_time_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(
                    p50_days__gt=0,
                    p80_days__gt=models.F("p50_days"),
                    p95_days__gt=models.F("p80_days"),
                ),
                name="lead_time_days_ascend",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    short_rate__gte=0, short_rate__lte=1, reject_rate__gte=0, reject_rate__lte=1
                ),
                name="lead_time_rates_are_shares",
            ),
            *col.positive("lead_time", "deliveries", least=1),
        ]


class LeadTimeCheck(models.Model):
    """How often purchases came by the days that would have been learned when they were sent.

    Of all suppliers where ``supplier`` is null, and of those sent to one; ``days_from`` is where
    the bucket of predicted days begins, null for all. ``within_p50`` and so on: lines that came by
    that day. ``loss``: mean pinball loss in days, over the three chances.
    """

    supplier = col.ref("Supplier", null=True, blank=True)
    days_from = models.IntegerField(null=True, blank=True)
    lines = models.IntegerField()
    within_p50 = models.IntegerField()
    within_p80 = models.IntegerField()
    within_p95 = models.IntegerField()
    loss = models.FloatField()
    fitted_at = col.instant()

    class Meta:
        db_table = "lead_time_check"
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "days_from"], name="lead_time_check_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(
                    within_p50__gte=0,
                    within_p80__gte=models.F("within_p50"),
                    within_p95__gte=models.F("within_p80"),
                    lines__gte=models.F("within_p95"),
                ),
                name="lead_time_check_counts_ascend",
            ),
        ]
