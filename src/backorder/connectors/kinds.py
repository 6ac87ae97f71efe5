"""The kinds of file and their columns: one table, the same for import and export.

A cell left empty says nothing (``ABSENT``: what exists stays, a new row gets the default) unless
the column's ``empty`` says what an empty cell means, for texts that can be cleared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .cells import ABSENT

Type = Literal[
    "code", "text", "currency", "integer", "money", "date", "instant", "time", "flag", "list",
    "breaks",
]  # fmt: skip
MOST_UNITS = 10**9
NO_BREAKS: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, its bounds, and what an empty cell means.

    ``least`` and ``most`` bound a number; ``most`` bounds the length of a text. ``refers`` names
    what must exist under the cell's value: a product, supplier, location or purchase order.
    """

    name: str
    type: Type = "text"
    required: bool = False
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    refers: str = ""
    empty: Any = ABSENT


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its columns, the verb that takes its rows, and what tells rows apart.

    ``once`` are the columns that together must not repeat; ``group`` names the paper a row belongs
    to and ``header`` the columns that its rows must agree on. ``attributes`` says whether extra
    columns have a place to be kept.
    """

    name: str
    verb: str
    columns: tuple[Column, ...]
    once: tuple[str, ...] = ()
    group: str = ""
    header: tuple[str, ...] = ()
    attributes: bool = False

    def column(self, name: str) -> Column | None:
        """Return a column by name, or None."""
        return next((column for column in self.columns if column.name == name), None)


def code(name: str, *, required: bool = True, refers: str = "", most: int = 80) -> Column:
    """Return a column that names something."""
    return Column(name, "code", required=required, most=most, refers=refers)


def clearable(name: str, most: int) -> Column:
    """Return a text column whose empty cell clears the text."""
    return Column(name, most=most, empty="")


def word(name: str, most: int, choices: tuple[str, ...] = (), *, required: bool = False) -> Column:
    """Return a text column whose empty cell says nothing."""
    return Column(name, most=most, choices=choices, required=required)


def units(name: str, *, least: int = 1, required: bool = True) -> Column:
    """Return a column of whole stock units."""
    return Column(name, "integer", required=required, least=least, most=MOST_UNITS)


def whole(name: str, least: int, most: int) -> Column:
    """Return a column of small whole numbers."""
    return Column(name, "integer", least=least, most=most)


SKU = code("sku", refers="product")
ROLES = ("product", "category", "channel", "class", "location", "default")
MODES = ("allow", "deny", "preorder", "made_to_order")

_ALL = (
    Kind(
        "products",
        "set_products",
        (
            code("sku"),
            clearable("name", 2000),
            Column("unit_price", "money"),
            Column("currency", "currency"),
            Column("unit_cost", "money"),
            clearable("category", 200),
            word("unit", 20),
            Column("substitutes", "list", most=80, refers="product"),
            Column("discontinued", "flag"),
            word("buying", 20, ("stock", "on_demand")),
        ),
        once=("sku",),
        attributes=True,
    ),
    Kind(
        "locations",
        "set_locations",
        (
            code("code"),
            clearable("name", 2000),
            word("kind", 20, ("warehouse", "store", "partner")),
            word("calendar", 40),
            Column("cutoff", "time", empty=None),
            word("timezone", 60),
            whole("handling_days", 0, 365),
            whole("priority", 0, 10**6),
            Column("daily_capacity", "integer", least=1, most=MOST_UNITS, empty=None),
        ),
        once=("code",),
        attributes=True,
    ),
    Kind(
        "suppliers",
        "set_suppliers",
        (
            code("code"),
            clearable("name", 2000),
            clearable("email", 254),
            clearable("language", 8),
            Column("acknowledge_days", "integer", most=3650, empty=None),
            word("calendar", 40),
            Column("min_order_value", "money"),
            Column("freight", "money"),
            Column("emergency_freight", "money"),
            word("order_week", 40),
            whole("review_days", 1, 365),
        ),
        once=("code",),
        attributes=True,
    ),
    Kind(
        "supplier-items",
        "set_supplier_items",
        (
            code("supplier", refers="supplier"),
            SKU,
            Column("unit_cost", "money"),
            units("moq", required=False),
            units("multiple", required=False),
            whole("lead_time_days", 0, 3650),
            Column("spread_days", "integer", most=3650, empty=None),
            Column("capacity_per_week", "integer", most=MOST_UNITS, empty=None),
            whole("priority", 0, 10**6),
            Column("price_breaks", "breaks", empty=NO_BREAKS),
            Column("emergency_days", "integer", most=3650, empty=None),
            Column("emergency_extra", "money"),
        ),
        once=("supplier", "sku"),
    ),
    Kind(
        "customers",
        "set_customers",
        (
            code("ref"),
            clearable("name", 2000),
            clearable("email", 254),
            clearable("phone", 40),
            clearable("locale", 20),
            clearable("class", 40),
        ),
        once=("ref",),
        attributes=True,
    ),
    Kind(
        "policies",
        "set_policies",
        (
            word("scope", 20, ROLES, required=True),
            clearable("match", 200),
            word("mode", 20, MODES, required=True),
            Column("cap", "integer", most=MOST_UNITS, empty=None),
            Column("max_wait_days", "integer", most=3650, empty=None),
            Column("promise_quantile", "integer", most=100, choices=("50", "80", "95")),
            word("cap_from", 10, ("fixed", "incoming")),
            units("buffer", least=0, required=False),
            whole("min_confidence", 0, 100),
            Column("valid_from", "date", empty=None),
            Column("valid_until", "date", empty=None),
            whole("tell_later_days", 1, 3650),
            whole("tell_earlier_days", 1, 3650),
        ),
        once=("scope", "match", "valid_from"),
    ),
    Kind(
        "stock",
        "count",
        (SKU, code("location", refers="location"), units("quantity", least=0)),
        once=("sku", "location"),
        group="location",
    ),
    Kind(
        "orders",
        "place_orders",
        (
            code("order", most=200),
            Column("placed_at", "instant"),
            code("customer", required=False),
            SKU,
            units("quantity"),
            Column("unit_price", "money"),
            Column("requested_on", "date"),
            word("channel", 40),
        ),
        group="order",
        header=("placed_at", "customer", "channel"),
    ),
    Kind(
        "purchase-orders",
        "order_supply",
        (
            code("po"),
            code("supplier", refers="supplier"),
            SKU,
            units("quantity"),
            Column("ordered_at", "instant"),
            Column("expected_on", "date"),
        ),
        group="po",
        header=("supplier", "ordered_at"),
    ),
    Kind(
        "receipts",
        "receive",
        (
            code("po", refers="purchase order"),
            SKU,
            units("quantity"),
            Column("received_at", "instant"),
            word("condition", 20, ("good", "damaged")),
        ),
        group="po",
    ),
    Kind(
        "substitutes",
        "set_substitutes",
        (SKU, code("substitute", refers="product"), whole("rank", 1, 1000)),
        once=("sku", "substitute"),
    ),
    Kind(
        "promotions",
        "set_promotions",
        (
            code("name"),
            SKU,
            Column("from", "date", required=True),
            Column("to", "date", required=True),
            whole("uplift", 0, 10_000),
            word("announced_by", 20, ("marketing", "sales", "supply")),
            clearable("note", 2000),
            Column("withdrawn", "flag"),
        ),
        once=("name", "sku"),
    ),
)
KINDS = {kind.name: kind for kind in _ALL}
