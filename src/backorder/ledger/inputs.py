"""What the verbs take: the contract's JSON as typed records, checked before anything is touched."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Key = Annotated[str, Meta(min_length=1, max_length=200)]
Word = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]
Units = Annotated[int, Meta(ge=1, le=10**9)]
MaybeUnits = Annotated[int, Meta(ge=0, le=10**9)]
Money = Annotated[int, Meta(ge=0, le=10**13)]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
Wait = Annotated[int, Meta(ge=0, le=3650)]

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


class Input(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every input record: an unknown field is an error, not ignored."""


class Dated(Input):
    """An input with days in it: a day must lie between 1990 and 2100."""

    def __post_init__(self) -> None:
        """Refuse a day that can only be a slip of the pen."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, date) and not EARLIEST <= value <= LATEST:
                message = f"{name} {value} is not between {EARLIEST} and {LATEST}"
                raise ValueError(message)


class CustomerRef(Input):
    """A customer as an order names one; the ref alone is enough for a known customer."""

    ref: Name
    name: Text = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    locale: Annotated[str, Meta(max_length=20)] = ""
    class_: Annotated[str, Meta(max_length=40)] = msgspec.field(default="", name="class")


class NewLine(Dated):
    """A line of a new order; without a price the product's price counts."""

    sku: Name
    quantity: Units
    unit_price: Money | None = None
    requested_on: date | None = None


class NewOrder(Input):
    """An order as a channel sends it."""

    key: Key
    lines: Annotated[list[NewLine], Meta(min_length=1, max_length=10_000)]
    channel: Annotated[str, Meta(max_length=40)] = ""
    customer: CustomerRef | None = None
    ship: Literal["as_available", "complete"] = "as_available"
    currency: Currency | None = None


class PlaceOrders(Input):
    """Orders to accept or refuse, each as a whole."""

    orders: Annotated[list[NewOrder], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class AskedLine(Dated):
    """A line of a cart."""

    sku: Name
    quantity: Units
    requested_on: date | None = None


class Availability(Input):
    """A cart to answer for; nothing is claimed."""

    lines: Annotated[list[AskedLine], Meta(min_length=1, max_length=10_000)]
    channel: Annotated[str, Meta(max_length=40)] = ""
    customer_class: Annotated[str, Meta(max_length=40)] = ""
    destination: Annotated[str, Meta(max_length=80)] = ""
    ship: Literal["as_available", "complete"] = "as_available"


class CancelLine(Input):
    """Units of one product of an order to cancel; without a quantity all that are open."""

    sku: Name
    quantity: Units | None = None


class Cancellation(Input):
    """What to cancel of one order: all of it, some lines, or only what is backordered."""

    order: Key
    lines: list[CancelLine] | None = None
    only: Literal["backordered"] | None = None


class Cancel(Input):
    """Cancellations, all carried out or none."""

    cancellations: Annotated[list[Cancellation], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class ChangeLine(Dated):
    """New facts for an order's line; ``quantity`` is what the line is to be in all."""

    sku: Name
    quantity: Units | None = None
    requested_on: date | None | UnsetType = UNSET


class OrderChange(Input):
    """New facts for one order."""

    order: Key
    ship: Literal["as_available", "complete"] | None = None
    lines: list[ChangeLine] = []


class ChangeOrder(Input):
    """Changes of orders, all carried out or none."""

    changes: Annotated[list[OrderChange], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class NewPurchaseLine(Dated):
    """A line of a new purchase order; its own day may differ from the order's."""

    sku: Name
    quantity: Units
    unit_cost: Money | None = None
    expected_on: date | None = None


class NewPurchase(Dated):
    """A purchase order to place."""

    key: Key
    supplier: Name
    lines: Annotated[list[NewPurchaseLine], Meta(min_length=1, max_length=10_000)]
    location: Name | None = None
    expected_on: date | None = None


class OrderSupply(Dated):
    """Purchases to place, directly or from suggestions (one purchase per supplier and place)."""

    purchase_orders: Annotated[list[NewPurchase], Meta(max_length=10_000)] = []
    suggestions: Annotated[list[Name], Meta(max_length=100_000)] = []
    expected_on: date | None = None
    key: Key | None = None


class SupplyChange(Dated):
    """A new day or quantity for what is on order, or its end; without a SKU, for all its lines."""

    purchase_order: Name | None = None
    transfer: Name | None = None
    sku: Name | None = None
    expected_on: date | None = None
    quantity: MaybeUnits | None = None
    cancel: bool = False


class ChangeSupply(Input):
    """Changes of supplies, all carried out or none."""

    changes: Annotated[list[SupplyChange], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class ReceivedLine(Input):
    """Good units of one product, damaged ones on top; ``close`` says the rest will not come."""

    sku: Name
    quantity: MaybeUnits = 0
    damaged: MaybeUnits = 0
    close: bool = False


class NewReceipt(Input):
    """Goods that came in against one purchase order or transfer."""

    key: Key
    lines: Annotated[list[ReceivedLine], Meta(min_length=1, max_length=10_000)]
    purchase_order: Name | None = None
    transfer: Name | None = None
    location: Name | None = None


class Receive(Input):
    """Receipts, all posted or none."""

    receipts: Annotated[list[NewReceipt], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class ShipLine(Input):
    """Units of one product to ship."""

    sku: Name
    quantity: Units


class NewShipment(Input):
    """A parcel: what is allocated of an order, or the named part of it."""

    key: Key
    order: Key
    lines: Annotated[list[ShipLine], Meta(min_length=1, max_length=10_000)] | None = None


class Ship(Input):
    """Shipments, all posted or none."""

    shipments: Annotated[list[NewShipment], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class ReturnLine(Input):
    """Units that came back; damaged ones go where they are not sold."""

    sku: Name
    quantity: Units
    condition: Literal["good", "damaged"] = "good"


class NewReturn(Input):
    """Goods that a customer sent back."""

    key: Key
    order: Key
    lines: Annotated[list[ReturnLine], Meta(min_length=1, max_length=10_000)]
    location: Name | None = None


class Return(Input):
    """Returns, all posted or none."""

    returns: Annotated[list[NewReturn], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class CountedLine(Input):
    """What was found of one product."""

    sku: Name
    quantity: MaybeUnits


class NewCount(Input):
    """A count of some products at one location."""

    key: Key
    location: Name
    lines: Annotated[list[CountedLine], Meta(min_length=1, max_length=1_000_000)]


class Count(Input):
    """Counts, all posted or none."""

    counts: Annotated[list[NewCount], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class NewAdjustment(Input):
    """A correction of what is on hand by a quantity that is not nought."""

    key: Key
    location: Name
    sku: Name
    quantity: Annotated[int, Meta(ge=-(10**9), le=10**9)]
    cause: Annotated[str, Meta(min_length=1, max_length=40)]

    def __post_init__(self) -> None:
        """Refuse a correction by nought."""
        if self.quantity == 0:
            message = "quantity must not be 0"
            raise ValueError(message)


class Adjust(Input):
    """Adjustments, all posted or none."""

    adjustments: Annotated[list[NewAdjustment], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class TransferredLine(Input):
    """Units of one product to send."""

    sku: Name
    quantity: Units


class NewTransfer(Dated):
    """Units to send from one of our places to another."""

    key: Key
    from_: Name = msgspec.field(name="from")
    to: Name
    expected_on: date
    lines: Annotated[list[TransferredLine], Meta(min_length=1, max_length=10_000)]


class TransferStock(Input):
    """Transfers, all sent or none."""

    transfers: Annotated[list[NewTransfer], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class ProductData(Input):
    """A product; a field that is left out keeps its value, or its default for a new product."""

    sku: Name
    name: Text | UnsetType = UNSET
    unit_price: Money | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    unit_cost: Money | UnsetType = UNSET
    category: Word | UnsetType = UNSET
    unit: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    discontinued: bool | UnsetType = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET


class LocationData(Input):
    """A place that sells: a warehouse, a store, or a partner's stock."""

    code: Name
    name: Text | UnsetType = UNSET
    kind: Literal["warehouse", "store", "partner"] | UnsetType = UNSET
    calendar: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    cutoff: time | None | UnsetType = UNSET
    timezone: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    handling_days: Annotated[int, Meta(ge=0, le=365)] | UnsetType = UNSET
    priority: Annotated[int, Meta(ge=0, le=10**6)] | UnsetType = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET


class SupplierData(Input):
    """A supplier."""

    code: Name
    name: Text | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET


class SupplierItemData(Input):
    """A product as a supplier offers it; a new one needs its lead time."""

    supplier: Name
    sku: Name
    unit_cost: Money | UnsetType = UNSET
    moq: Units | UnsetType = UNSET
    multiple: Units | UnsetType = UNSET
    lead_time_days: Wait | UnsetType = UNSET
    priority: Annotated[int, Meta(ge=0, le=10**6)] | UnsetType = UNSET


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


class PolicyData(Input):
    """A rule for one scope; the whole rule is replaced."""

    scope: Literal["product", "category", "channel", "class", "default"]
    mode: Literal["allow", "deny", "preorder", "made_to_order"]
    match: Word = ""
    cap: MaybeUnits | None = None
    max_wait_days: Wait | None = None
    promise_quantile: Literal[50, 80, 95] = 80


class SubstituteData(Input):
    """A product that may be offered instead of another."""

    sku: Name
    substitute: Name
    rank: Annotated[int, Meta(ge=1, le=1000)] = 1


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
