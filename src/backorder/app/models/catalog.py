"""Master data: what is sold, where it lies, who supplies it, who buys it, under which policy."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from . import columns as col

SELLABLE_KINDS = ("warehouse", "store", "partner")
VIRTUAL_KINDS = ("supplier", "customer", "transit", "adjustment", "scrap")
POLICY_MODES = ("allow", "deny", "preorder", "made_to_order")
POLICY_SCOPES = ("product", "category", "channel", "class", "location", "default")
CAP_SOURCES = ("fixed", "incoming")
BUYING = ("stock", "on_demand")


class Product(models.Model):
    """A thing that is sold, counted in whole stock units.

    ``buying`` *on_demand*: it is bought for what is ordered and never for the shelf.
    """

    sku = col.code()
    name = col.text()
    unit_price = col.money(default=0, db_default=0)
    unit_cost = col.money(default=0, db_default=0)
    currency = col.code(3, default="EUR", db_default="EUR")
    category = col.code(200, blank=True, default="", db_default="")
    unit = col.code(20, default="each", db_default="each")
    discontinued = models.BooleanField(default=False, db_default=False)
    buying = col.code(10, default="stock", db_default="stock")
    attributes = col.facts()

    class Meta:
        db_table = "product"
        constraints = [
            models.UniqueConstraint(fields=["sku"], name="product_sku_once"),
            models.CheckConstraint(condition=Q(buying__in=BUYING), name="product_buying_known"),
            *col.positive("product", "unit_price", "unit_cost"),
        ]


class Location(models.Model):
    """A place that holds units; supplier, customer, transit and scrap are places too."""

    code = col.code()
    name = col.text()
    kind = col.code(20)
    sellable = models.BooleanField()
    site = col.ref("self", null=True, blank=True)
    calendar = col.code(40, default="daily", db_default="daily")
    cutoff = models.TimeField(null=True, blank=True)
    timezone = col.code(60, default="UTC", db_default="UTC")
    handling_days = models.IntegerField(default=1, db_default=1)
    priority = models.IntegerField(default=100, db_default=100)
    daily_capacity = models.BigIntegerField(null=True, blank=True)
    attributes = col.facts()

    class Meta:
        db_table = "location"
        constraints = [
            models.UniqueConstraint(fields=["code"], name="location_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=(*SELLABLE_KINDS, *VIRTUAL_KINDS, "damaged")),
                name="location_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(sellable=True, kind__in=SELLABLE_KINDS)
                | Q(Q(sellable=False), ~Q(kind__in=SELLABLE_KINDS)),
                name="location_sellable_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="damaged", site__isnull=False)
                | Q(~Q(kind="damaged"), site__isnull=True),
                name="location_damaged_has_site",
            ),
            models.UniqueConstraint(
                fields=["site"], condition=Q(kind="damaged"), name="location_one_damaged_per_site"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=VIRTUAL_KINDS),
                name="location_one_of_each_virtual",
            ),
            *col.positive("location", "handling_days", "daily_capacity"),
        ]


class Supplier(models.Model):
    """Someone who sells to us, and on which terms.

    A purchase is worth ``min_order_value`` at least and costs ``freight`` (``emergency_freight`` if
    it is hurried). We order on the weekdays of ``order_week``, ``review_days`` after the last
    purchase at the earliest. ``language`` is what purchases are written in; one that
    was sent is to be acknowledged within ``acknowledge_days``, null for as many as everywhere.
    """

    code = col.code()
    name = col.text()
    email = col.code(254, blank=True, default="", db_default="")
    calendar = col.code(40, default="daily", db_default="daily")
    min_order_value = col.money(default=0, db_default=0)
    freight = col.money(default=0, db_default=0)
    emergency_freight = col.money(default=0, db_default=0)
    order_week = col.code(40, default="daily", db_default="daily")
    review_days = models.IntegerField(default=1, db_default=1)
    language = col.code(8, blank=True, default="", db_default="")
    acknowledge_days = models.IntegerField(null=True, blank=True)
    attributes = col.facts()

    class Meta:
        db_table = "supplier"
        constraints = [
            models.UniqueConstraint(fields=["code"], name="supplier_code_once"),
            *col.positive("supplier", "min_order_value", "freight", "emergency_freight"),
            *col.positive("supplier", "review_days", least=1),
            *col.positive("supplier", "acknowledge_days"),
        ]


class SupplierItem(models.Model):
    """A product as one supplier offers it; the lowest priority number is asked first.

    ``spread_days`` is the standard deviation of the lead time, null where nobody knows it;
    ``capacity_per_week`` the most units the supplier can deliver in a week, null for no limit.
    ``price_breaks`` says what a unit costs from so many units on: quantity to minor units. In an
    emergency any quantity comes within ``emergency_days`` (null: never) for ``emergency_extra``
    more a unit.
    """

    supplier = col.ref("Supplier")
    product = col.ref("Product")
    unit_cost = col.money(default=0, db_default=0)
    moq = models.BigIntegerField(default=1, db_default=1)
    multiple = models.BigIntegerField(default=1, db_default=1)
    lead_time_days = models.IntegerField()
    spread_days = models.IntegerField(null=True, blank=True)
    capacity_per_week = models.BigIntegerField(null=True, blank=True)
    priority = models.IntegerField(default=100, db_default=100)
    price_breaks = col.facts()
    emergency_days = models.IntegerField(null=True, blank=True)
    emergency_extra = col.money(default=0, db_default=0)

    class Meta:
        db_table = "supplier_item"
        constraints = [
            models.UniqueConstraint(fields=["supplier", "product"], name="supplier_item_once"),
            *col.positive(
                "supplier_item", "unit_cost", "lead_time_days", "spread_days", "capacity_per_week"
            ),
            *col.positive("supplier_item", "emergency_days", "emergency_extra"),
            *col.positive("supplier_item", "moq", "multiple", least=1),
        ]
        indexes = [
            # The supplier who is asked first is read with every promise.
            models.Index(fields=["product", "priority", "id"], name="supplier_item_first"),
        ]


class Customer(models.Model):
    """Someone who buys from us, known by the caller's reference."""

    ref = col.code()
    name = col.text()
    email = col.code(254, blank=True, default="", db_default="")
    phone = col.code(40, blank=True, default="", db_default="")
    locale = col.code(20, blank=True, default="", db_default="")
    customer_class = col.code(40, blank=True, default="", db_default="")
    attributes = col.facts()

    class Meta:
        db_table = "customer"
        constraints = [models.UniqueConstraint(fields=["ref"], name="customer_ref_once")]


class Policy(models.Model):
    """Whether and how far a product may be sold before it is there; the nearest scope wins.

    A cap is ``fixed``, or as many units as are ``incoming`` less a ``buffer``. A new day is told to
    the customer when it is ``tell_later_days`` later or ``tell_earlier_days`` sooner. The last
    day of a rule is ``valid_until``; of several rules of one scope the latest begun counts.
    """

    scope = col.code(20)
    match = col.code(200, blank=True, default="", db_default="")
    mode = col.code(20)
    cap = models.BigIntegerField(null=True, blank=True)
    cap_from = col.code(10, default="fixed", db_default="fixed")
    buffer = models.BigIntegerField(default=0, db_default=0)
    max_wait_days = models.IntegerField(null=True, blank=True)
    min_confidence = models.IntegerField(default=0, db_default=0)
    promise_quantile = models.IntegerField(default=80, db_default=80)
    tell_later_days = models.IntegerField(default=1, db_default=1)
    tell_earlier_days = models.IntegerField(default=1, db_default=1)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "policy"
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "match", "valid_from"],
                name="policy_once_per_scope_and_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(cap_from__in=CAP_SOURCES), name="policy_cap_source_known"
            ),
            models.CheckConstraint(
                condition=Q(min_confidence__lte=100), name="policy_confidence_percent"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="policy_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(scope__in=POLICY_SCOPES), name="policy_scope_known"),
            models.CheckConstraint(condition=Q(mode__in=POLICY_MODES), name="policy_mode_known"),
            models.CheckConstraint(
                condition=Q(scope="default", match="") | Q(~Q(scope="default"), ~Q(match="")),
                name="policy_match_given",
            ),
            models.CheckConstraint(
                condition=Q(promise_quantile__in=(50, 80, 95)), name="policy_quantile_known"
            ),
            *col.positive("policy", "cap", "max_wait_days", "min_confidence", "buffer"),
            *col.positive("policy", "tell_later_days", "tell_earlier_days", least=1),
        ]


class Substitute(models.Model):
    """What was decided of a product as an alternative to another; offered ones best rank first.

    ``standing``: *offered*, *dismissed* (never offered, also if it is found again), or *open* (a
    decision that was taken back).
    """

    product = col.ref("Product")
    substitute = col.ref("Product", "substitute_id")
    rank = models.IntegerField(default=1, db_default=1)
    standing = col.code(9, default="offered", db_default="offered")

    class Meta:
        db_table = "substitute"
        constraints = [
            models.UniqueConstraint(fields=["product", "substitute"], name="substitute_once"),
            models.CheckConstraint(
                condition=~Q(product=F("substitute")), name="substitute_is_another"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=("offered", "dismissed", "open")),
                name="substitute_standing_known",
            ),
        ]


class CatalogState(models.Model):
    """One row whose version moves with every change of a location or policy.

    A process keeps the few locations and policies in memory and compares this number.
    """

    version = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "catalog_state"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="catalog_state_one_row")]
