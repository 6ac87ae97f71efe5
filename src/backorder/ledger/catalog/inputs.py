"""What the verbs of master data take."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backorder.ledger.journal.fields import (
    CalendarName,
    Currency,
    Dated,
    Input,
    Key,
    MaybeUnits,
    Money,
    Name,
    Text,
    Units,
    Wait,
    Word,
)

FromUnits = Annotated[str, Meta(pattern="^[1-9][0-9]{0,8}$")]
# The time of day as clocks show it; seconds may be left out.
ClockTime = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]


class ProductData(Input):
    """A product; a field that is left out keeps its value, or its default for a new product.

    ``buying`` *on_demand*: it is bought for what is ordered and never for the shelf.
    """

    sku: Name
    name: Text | UnsetType = UNSET
    unit_price: Money | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    unit_cost: Money | UnsetType = UNSET
    category: Word | UnsetType = UNSET
    unit: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    discontinued: bool | UnsetType = UNSET
    buying: Literal["stock", "on_demand"] | UnsetType = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET


class LocationData(Input):
    """A place that sells: a warehouse, a store, or a partner's stock.

    ``daily_capacity``: the most units it can send in a day, null for no limit.
    """

    code: Name
    name: Text | UnsetType = UNSET
    kind: Literal["warehouse", "store", "partner"] | UnsetType = UNSET
    calendar: CalendarName | UnsetType = UNSET
    cutoff: ClockTime | UnsetType | None = UNSET
    timezone: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    handling_days: Annotated[int, Meta(ge=0, le=365)] | UnsetType = UNSET
    priority: Annotated[int, Meta(ge=0, le=10**6)] | UnsetType = UNSET
    daily_capacity: Units | UnsetType | None = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET


class SupplierData(Input):
    """A supplier.

    A purchase is worth ``min_order_value`` at least and costs ``freight``, a hurried one
    ``emergency_freight``. We order on the days of ``order_week`` (such as ``mon-fri``), and no
    sooner than ``review_days`` after the last purchase. ``language`` is what its
    purchases are written in (``de``), empty for English. What was sent is to be acknowledged within
    ``acknowledge_days``; null: as many days as everywhere.
    """

    code: Name
    name: Text | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType = UNSET
    calendar: CalendarName | UnsetType = UNSET
    min_order_value: Money | UnsetType = UNSET
    freight: Money | UnsetType = UNSET
    emergency_freight: Money | UnsetType = UNSET
    order_week: CalendarName | UnsetType = UNSET
    review_days: Annotated[int, Meta(ge=1, le=365)] | UnsetType = UNSET
    language: Annotated[str, Meta(max_length=8)] | UnsetType = UNSET
    acknowledge_days: Wait | UnsetType | None = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET


class SupplierItemData(Input):
    """A product as a supplier offers it; a new one needs its lead time.

    ``spread_days`` is the standard deviation of the lead time, ``capacity_per_week`` the most units
    the supplier delivers in a week; null takes either away. ``price_breaks``: what a unit costs
    from so many units on, such as ``{"100": 380}``; the whole table is replaced. In an emergency
    any quantity comes within ``emergency_days`` for ``emergency_extra`` more a unit.
    """

    supplier: Name
    sku: Name
    unit_cost: Money | UnsetType = UNSET
    moq: Units | UnsetType = UNSET
    multiple: Units | UnsetType = UNSET
    lead_time_days: Wait | UnsetType = UNSET
    spread_days: Wait | UnsetType | None = UNSET
    capacity_per_week: MaybeUnits | UnsetType | None = UNSET
    priority: Annotated[int, Meta(ge=0, le=10**6)] | UnsetType = UNSET
    price_breaks: dict[FromUnits, Money] | UnsetType = UNSET
    emergency_days: Wait | UnsetType | None = UNSET
    emergency_extra: Money | UnsetType = UNSET


class CustomerData(Input):
    """A customer."""

    ref: Name
    name: Text | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType = UNSET
    phone: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    locale: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    class_: Annotated[str, Meta(max_length=40)] | UnsetType = msgspec.field(
        default=UNSET, name="class"
    )
    attributes: dict[str, Any] | UnsetType = UNSET


class PolicyData(Dated):
    """A rule for one scope, from one day on; the whole rule is replaced.

    ``cap_from`` *incoming*: no more may be backordered than is on its way, less ``buffer``.
    ``valid_until`` is the rule's last day.
    """

    scope: Literal["product", "category", "channel", "class", "location", "default"]
    mode: Literal["allow", "deny", "preorder", "made_to_order"]
    match: Word = ""
    valid_from: date | None = None
    valid_until: date | None = None
    cap: MaybeUnits | None = None
    cap_from: Literal["fixed", "incoming"] = "fixed"
    buffer: MaybeUnits = 0
    max_wait_days: Wait | None = None
    min_confidence: Annotated[int, Meta(ge=0, le=100)] = 0
    promise_quantile: Literal[50, 80, 95] = 80
    tell_later_days: Annotated[int, Meta(ge=1, le=3650)] = 1
    tell_earlier_days: Annotated[int, Meta(ge=1, le=3650)] = 1


class SubstituteData(Input):
    """A product that may be offered instead of another, or may not.

    A *dismissed* one is not offered, also where it is found by likeness; *open* takes back what was
    decided.
    """

    sku: Name
    substitute: Name
    rank: Annotated[int, Meta(ge=1, le=1000)] = 1
    standing: Literal["offered", "dismissed", "open"] = "offered"


class SetProducts(Input):
    """Products to create or change."""

    products: Annotated[list[ProductData], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None


class SetLocations(Input):
    """Locations to create or change."""

    locations: Annotated[list[LocationData], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class SetSuppliers(Input):
    """Suppliers to create or change."""

    suppliers: Annotated[list[SupplierData], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None


class SetSupplierItems(Input):
    """Supplier items to create or change."""

    supplier_items: Annotated[list[SupplierItemData], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None


class SetCustomers(Input):
    """Customers to create or change."""

    customers: Annotated[list[CustomerData], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None


class SetPolicies(Input):
    """Policy rules to set."""

    policies: Annotated[list[PolicyData], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None


class SetSubstitutes(Input):
    """Substitutes to set."""

    substitutes: Annotated[list[SubstituteData], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None
