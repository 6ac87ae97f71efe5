"""What is to be bought and why: stock policies with their log, proposals, supplies that are out."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from . import columns as col

METHODS = ("reorder", "order_up_to", "on_demand")
PROPOSAL_KINDS = ("buy", "surplus")
PROPOSAL_STATES = ("open", "approved", "dismissed", "gone")


class StockPolicy(models.Model):
    """How much of a product a place is to hold, and from which position on more is bought.

    ``demand_mean`` and ``demand_sd`` are units per day, ``lead_time_days`` and ``review_days`` the
    days the numbers were made for, ``service_target`` percent. What a person sets instead counts
    until ``override_until``, that day included; null: until it is taken away.
    """

    product = col.ref("Product")
    location = col.ref("Location", index=True)
    method = col.code(20)
    reorder_point = col.quantity()
    order_up_to = col.quantity()
    safety_stock = col.zero()
    demand_mean = models.FloatField(default=0, db_default=0)
    demand_sd = models.FloatField(default=0, db_default=0)
    lead_time_days = models.FloatField(default=0, db_default=0)
    review_days = models.IntegerField(default=1, db_default=1)
    service_target = models.FloatField(null=True, blank=True)
    abc = col.code(1, blank=True, default="", db_default="")
    xyz = col.code(1, blank=True, default="", db_default="")
    reason = col.facts()
    set_at = col.instant()
    override_reorder_point = models.BigIntegerField(null=True, blank=True)
    override_order_up_to = models.BigIntegerField(null=True, blank=True)
    override_until = models.DateField(null=True, blank=True)
    override_by = col.code(200, blank=True, default="", db_default="")
    override_reason = col.text()

    class Meta:
        db_table = "stock_policy"
        constraints = [
            models.UniqueConstraint(fields=["product", "location"], name="stock_policy_once"),
            models.CheckConstraint(
                condition=Q(method__in=METHODS), name="stock_policy_method_known"
            ),
            models.CheckConstraint(
                condition=Q(order_up_to__gte=F("reorder_point")),
                name="stock_policy_up_to_not_below_point",
            ),
            models.CheckConstraint(
                condition=Q(override_reorder_point__isnull=True, override_order_up_to__isnull=True)
                | Q(override_order_up_to__gte=F("override_reorder_point")),
                name="stock_policy_override_whole",
            ),
            *col.positive("stock_policy", "safety_stock", "lead_time_days"),
            *col.positive("stock_policy", "review_days", least=1),
        ]


class StockPolicyChange(models.Model):
    """One move of a stock policy: from, to, why, and what that does to money and service.

    ``value_effect`` is the change of the stock held on average, in minor units at unit cost; the
    shares of service are percent. Rows are only ever added.
    """

    pk = models.CompositePrimaryKey("journal_id", "n")
    journal = col.ref("Journal", enforced=False)
    n = models.IntegerField()
    product = col.ref("Product", index=True, enforced=False)
    location = col.ref("Location", enforced=False)
    at = col.instant()
    actor = col.code(200)
    cause = col.code(20)
    reorder_point_from = models.BigIntegerField(null=True, blank=True)
    reorder_point_to = models.BigIntegerField()
    order_up_to_from = models.BigIntegerField(null=True, blank=True)
    order_up_to_to = models.BigIntegerField()
    safety_stock_from = models.BigIntegerField(null=True, blank=True)
    safety_stock_to = models.BigIntegerField()
    value_effect = col.money(default=0, db_default=0)
    service_from = models.FloatField(null=True, blank=True)
    service_to = models.FloatField(null=True, blank=True)
    reason = col.facts()

    class Meta:
        db_table = "stock_policy_change"
        indexes = [BrinIndex(fields=["at"], name="stock_policy_change_by_day")]


class Proposal(models.Model):
    """A purchase that is proposed, or units of an open purchase that nobody needs any more.

    ``needed`` are the units before rounding, ``quantity`` what the supplier sells. A proposal has
    no supplier where nobody can deliver. ``order_on`` is the supplier's next review day.
    ``total_cost`` is what is expected of this way in all, in minor units, ``extra_cost`` what it
    costs beyond the cheapest way to get the goods. ``reason`` holds the figures behind it,
    ``alternatives`` the other suppliers with theirs. ``purchase_line`` is what an approved proposal
    became, and the line with too much on it.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = col.code(10, default="buy", db_default="buy")
    product = col.ref("Product", enforced=False)
    location = col.ref("Location", enforced=False)
    supplier = col.ref("Supplier", null=True, blank=True, enforced=False)
    emergency = models.BooleanField(default=False, db_default=False)
    needed = col.quantity()
    quantity = col.quantity()
    unit_cost = col.money(default=0, db_default=0)
    order_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    total_cost = col.money(default=0, db_default=0)
    extra_cost = col.money(default=0, db_default=0)
    reason = col.facts()
    alternatives = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    state = col.code(10, default="open", db_default="open")
    opened_at = col.instant()
    changed_at = col.instant()
    journal = col.ref("Journal", enforced=False)
    purchase_line = col.ref("PurchaseLine", null=True, blank=True, enforced=False)
    decided_at = col.instant(null=True, blank=True)
    decided_by = col.code(200, blank=True, default="", db_default="")
    dismissed_until = models.DateField(null=True, blank=True)
    dismissed_reason = col.text()

    class Meta:
        db_table = "proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "location", "supplier", "emergency"],
                condition=Q(kind="buy", state="open"),
                name="proposal_one_open_per_need",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["purchase_line"],
                condition=Q(kind="surplus", state="open"),
                name="proposal_one_open_per_surplus",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PROPOSAL_KINDS), name="proposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PROPOSAL_STATES), name="proposal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="dismissed", dismissed_until__isnull=False)
                | Q(~Q(state="dismissed"), dismissed_until__isnull=True),
                name="proposal_dismissed_until_a_day",
            ),
            *col.positive("proposal", "unit_cost"),
            *col.positive("proposal", "needed", "quantity", least=1),
        ]
        indexes = [
            models.Index(
                fields=["product", "location"],
                condition=Q(state__in=("open", "dismissed")),
                name="proposal_standing",
            ),
        ]


class SupplyOutage(models.Model):
    """A supplier, one of its items, or its way to one place is out for some days.

    ``product`` null: all its items; ``location`` null: the ways to all places. ``until`` is the
    last day out; null: nobody knows when it ends.
    """

    supplier = col.ref("Supplier")
    product = col.ref("Product", null=True, blank=True)
    location = col.ref("Location", null=True, blank=True)
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = col.text()

    class Meta:
        db_table = "supply_outage"
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "product", "location", "from_on"],
                name="supply_outage_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("from_on")),
                name="supply_outage_ends_after_it_begins",
            ),
        ]
