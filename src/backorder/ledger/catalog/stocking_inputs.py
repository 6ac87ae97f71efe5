"""What the verbs of stock policies and outages take."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backorder.ledger.journal.fields import Dated, Input, Key, MaybeUnits, Name, Text, Wait

Share = Annotated[float, Meta(ge=0, le=100)]  # percent
Rate = Annotated[float, Meta(ge=0, le=1e9)]  # units a day
Class = Annotated[str, Meta(max_length=1)]


class PolicyOverride(Dated):
    """What a person wants instead of what was worked out, up to a day; null: until taken away."""

    reorder_point: MaybeUnits
    order_up_to: MaybeUnits
    until: date | None = None
    reason: Text = ""


class StockPolicyData(Input):
    """How much of a product a place is to hold; a field that is left out keeps its value.

    ``demand_mean`` and ``demand_sd`` are units a day, ``service_target`` is percent. ``override``
    null takes a person's numbers away. ``service_from`` and ``service_to`` are the share of demand
    served at once, in percent, that is expected before and after: they are kept in the log.
    """

    sku: Name
    location: Name
    method: Literal["reorder", "order_up_to", "on_demand"] | UnsetType = UNSET
    reorder_point: MaybeUnits | UnsetType = UNSET
    order_up_to: MaybeUnits | UnsetType = UNSET
    safety_stock: MaybeUnits | UnsetType = UNSET
    demand_mean: Rate | UnsetType = UNSET
    demand_sd: Rate | UnsetType = UNSET
    lead_time_days: Annotated[float, Meta(ge=0, le=3650)] | UnsetType = UNSET
    review_days: Annotated[int, Meta(ge=1, le=3650)] | UnsetType = UNSET
    service_target: Share | UnsetType | None = UNSET
    abc: Class | UnsetType = UNSET
    xyz: Class | UnsetType = UNSET
    reason: dict[str, Any] | UnsetType = UNSET
    override: PolicyOverride | UnsetType | None = UNSET
    service_from: Share | None = None
    service_to: Share | None = None


class SetStockPolicies(Input):
    """Stock policies to set, by product and place."""

    stock_policies: Annotated[list[StockPolicyData], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None


class OutageData(Dated):
    """A supplier, one of its items, or its way to one place is out from a day on.

    ``until`` is the last day out, null while nobody knows. With ``over`` the outage is taken away.
    """

    supplier: Name
    from_: date = msgspec.field(name="from")
    sku: Name | None = None
    location: Name | None = None
    until: date | None = None
    reason: Text = ""
    over: bool = False


class SetOutages(Input):
    """Outages to set or take away; what they move is re-sourced and promised anew.

    ``delay_days``: how much later than its end an open purchase of the supplier comes.
    """

    outages: Annotated[list[OutageData], Meta(min_length=1, max_length=10_000)]
    delay_days: Wait = 0
    key: Key | None = None
