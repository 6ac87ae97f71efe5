"""What will be asked for: promotions that were announced, forecasts, and how good they were."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from . import columns as col

ANNOUNCERS = ("marketing", "sales", "supply")


class Promotion(models.Model):
    """A product's part in a promotion, from its first day to its last, both included.

    ``uplift`` is percent: 50 means half as much again, 0 that nobody said. What is withdrawn stays,
    and counts no more.
    """

    name = col.code()
    product = col.ref("Product", index=True)
    from_on = models.DateField()
    to_on = models.DateField()
    uplift = models.IntegerField(default=0, db_default=0)
    announced_by = col.code(20, default="marketing", db_default="marketing")
    note = col.text()
    withdrawn = models.BooleanField(default=False, db_default=False)
    set_at = col.instant()

    class Meta:
        db_table = "promotion"
        constraints = [
            models.UniqueConstraint(fields=["name", "product"], name="promotion_once"),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="promotion_does_not_end_before"
            ),
            models.CheckConstraint(
                condition=Q(announced_by__in=ANNOUNCERS), name="promotion_announced_by_known"
            ),
            *col.positive("promotion", "uplift"),
        ]


class ProductForecast(models.Model):
    """Units of a product that a place will be asked for, week by week from ``first_on`` on.

    One number a week in each array: ``mean`` with what promotions add, ``base`` without, and whole
    units that are not exceeded with a chance of 50, 80 and 95 %. ``size`` is that of the negative
    binomial around the mean: its variance is mean + mean^2 / size. ``uplift`` is the percent that a
    promotion was found to add, ``method`` what weighed most.
    """

    product = col.ref("Product")
    location = col.ref("Location", index=True)
    first_on = models.DateField()
    mean = ArrayField(models.FloatField())
    base = ArrayField(models.FloatField())
    p50 = ArrayField(models.BigIntegerField())
    p80 = ArrayField(models.BigIntegerField())
    p95 = ArrayField(models.BigIntegerField())
    size = models.FloatField()
    uplift = models.FloatField(default=0, db_default=0)
    method = col.code()
    made_at = col.instant()

    class Meta:
        db_table = "forecast"
        constraints = [
            models.UniqueConstraint(fields=["product", "location"], name="forecast_once"),
            *col.positive("forecast", "size"),
        ]


class ForecastAccuracy(models.Model):
    """What forecasts made in the weeks before a day were worth, by kind of demand.

    ``bias`` is the share of demand by which they were too high; ``rmsse`` and ``pinball`` are
    scaled by each product's own changes; the rest are shares of weeks not above a quantile.
    """

    pk = models.CompositePrimaryKey("measured_on", "kind")
    measured_on = models.DateField()
    kind = col.code(20)
    series = models.IntegerField()
    weeks = models.IntegerField()
    bias = models.FloatField(null=True, blank=True)
    rmsse = models.FloatField(null=True, blank=True)
    pinball = models.FloatField(null=True, blank=True)
    within_50 = models.FloatField(null=True, blank=True)
    within_80 = models.FloatField(null=True, blank=True)
    within_95 = models.FloatField(null=True, blank=True)

    class Meta:
        db_table = "forecast_accuracy"
