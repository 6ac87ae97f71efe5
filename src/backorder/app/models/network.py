"""Between places and customers: working calendars, lanes, sourcing order, a day's shipping load."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from . import columns as col


class WorkCalendar(models.Model):
    """Working days by name: weekdays as a spec such as ``mon-fri``, and the days that differ.

    ``closed`` are not worked whatever the weekday, ``opened`` are worked whatever the weekday.
    """

    code = col.code(40)
    days = col.code(40, default="daily", db_default="daily")
    closed = ArrayField(models.DateField(), default=list, db_default=[])
    opened = ArrayField(models.DateField(), default=list, db_default=[])

    class Meta:
        db_table = "calendar"
        constraints = [models.UniqueConstraint(fields=["code"], name="calendar_code_once")]


class Lane(models.Model):
    """How a parcel gets from a place (null: from any) to a zone, how long it takes, what it costs.

    ``zone`` is the beginning of a destination; empty means everywhere, the longest one wins.
    """

    location = col.ref("Location", null=True, blank=True)
    zone = col.code(80, blank=True, default="", db_default="")
    transit_days = models.IntegerField()
    calendar = col.code(40, default="daily", db_default="daily")
    parcel_cost = col.money(default=0, db_default=0)
    unit_cost = col.money(default=0, db_default=0)
    currency = col.code(3, default="EUR", db_default="EUR")

    class Meta:
        db_table = "lane"
        constraints = [
            models.UniqueConstraint(
                fields=["location", "zone"], name="lane_once", nulls_distinct=False
            ),
            *col.positive("lane", "transit_days", "parcel_cost", "unit_cost"),
        ]


class SourcingRule(models.Model):
    """A place that serves a zone; the lowest rank is asked first."""

    zone = col.code(80, blank=True, default="", db_default="")
    rank = models.IntegerField()
    location = col.ref("Location")

    class Meta:
        db_table = "sourcing_rule"
        constraints = [
            models.UniqueConstraint(fields=["zone", "location"], name="sourcing_rule_place_once"),
            models.UniqueConstraint(fields=["zone", "rank"], name="sourcing_rule_rank_once"),
        ]


class ShippingLoad(models.Model):
    """Units promised to leave a place on a day; kept only for places with a daily capacity."""

    pk = models.CompositePrimaryKey("location_id", "day")
    location = col.ref("Location")
    day = models.DateField()
    units = col.quantity()

    class Meta:
        db_table = "shipping_load"
        constraints = [*col.positive("shipping_load", "units")]
