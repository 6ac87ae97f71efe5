"""Read an order history: the layouts that are understood, and what one row says.

A history is either a file of the kind ``orders`` (see the reference of kinds), or a list of invoice
lines in the layout of the "Online Retail" data, dirt included: cancellations, corrections of stock,
fees. Names of columns are matched without regard to case, blanks and underscores.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.connectors.cells import ABSENT
from backorder.connectors.checking import Problems, Sheet, check
from backorder.connectors.kinds import KINDS, MOST_UNITS, Column, Kind, code
from backorder.connectors.money import decimals, minor_units
from backorder.connectors.reading import read
from backorder.connectors.table import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from backorder.connectors.table import Table

INVOICES = Kind(
    "invoices",
    "place_orders",
    (
        code("invoice_no", most=190),
        code("stock_code"),
        Column("description", most=2000),
        Column("quantity", "integer", required=True, least=-MOST_UNITS, most=MOST_UNITS),
        Column("invoice_ts", "instant", required=True),
        Column("unit_price", required=True, most=40),
        code("customer_id", required=False),
        Column("country", most=200),
    ),
)
_ALSO = {"invoicedate": "invoice_ts", "invoice": "invoice_no", "price": "unit_price"}


@dataclass(frozen=True, slots=True)
class History:
    """The rows of a file as columns, in the order of their instants, and their number in the file.

    ``price`` is in minor units, None where the file says nothing. ``invoices`` tells the layout:
    only there can a row be anything else than a line of an order.
    """

    invoices: bool
    currency: str
    row: list[int]
    document: list[str]
    at: list[datetime]
    customer: list[str]
    sku: list[str]
    name: list[str]
    quantity: list[int]
    price: list[int | None]
    requested_on: list[date | None]
    channel: list[str]
    same_as_earlier: int
    notes: list[str]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.row)


def read_history(path: Path, currency: str | None = None, rows: int | None = None) -> History:
    """Return the first ``rows`` rows of a history (all without a number), or say what is wrong.

    Raises ``MalformedError`` for a file in no known layout and ``InvalidError`` with every fault by
    row and column.
    """
    table = read(path)
    if rows is not None:
        table.columns = {name: cells[:rows] for name, cells in table.columns.items()}
        table.rows = table.rows[:rows]
    problems = Problems()
    names = {_plain(name): name for name in table.columns}
    if {"order", "sku"} <= set(names):
        history = _orders(table, problems, currency or "EUR")
    elif {"stockcode", "quantity"} <= set(names):
        history = _invoices(table, problems, currency or "GBP")
    else:
        refuse(
            "unknown_history",
            "The file is neither of the kind orders (order, placed_at, sku, quantity ...) nor a "
            "list of invoice lines (invoice_no, stock_code, quantity, invoice_ts, unit_price ...).",
            found=list(table.columns),
        )
    if not len(history):
        refuse("no_rows", f"{path.name} holds no rows.", file=str(path))
    return history


def _plain(name: str) -> str:
    return name.replace("_", "").replace(" ", "").lower()


def _orders(table: Table, problems: Problems, currency: str) -> History:
    sheet = check(table, KINDS["orders"], problems, {})
    for row, at in zip(sheet.rows, sheet.get("placed_at"), strict=True):
        if at is ABSENT:
            problems.add(row, "placed_at", "", "is empty: a replay needs every order's instant")
    problems.check()
    amounts = [_or_none(value) for value in sheet.get("unit_price")]
    prices = [
        value if value is None or isinstance(value, int) else minor_units(value, currency)
        for value in amounts
    ]
    for row, amount, price in zip(sheet.rows, amounts, prices, strict=True):
        if amount is not None and price is None:
            problems.add(row, "unit_price", amount, f"has more decimals than {currency}")
    problems.check()
    return _in_order(
        sheet,
        table,
        invoices=False,
        currency=currency,
        document=sheet.get("order"),
        at=sheet.get("placed_at"),
        customer=[_or_none(value) or "" for value in sheet.get("customer")],
        sku=sheet.get("sku"),
        name=[""] * len(sheet.rows),
        quantity=sheet.get("quantity"),
        price=prices,
        requested_on=[_or_none(value) for value in sheet.get("requested_on")],
        channel=[_or_none(value) or "" for value in sheet.get("channel")],
    )


def _invoices(table: Table, problems: Problems, currency: str) -> History:
    ours = {_plain(column.name): column.name for column in INVOICES.columns} | _ALSO
    mapping = {ours[plain]: name for name in table.columns if (plain := _plain(name)) in ours}
    sheet = check(table, INVOICES, problems, mapping)
    prices = [_price(text, currency) for text in sheet.get("unit_price")]
    for row, text, price in zip(sheet.rows, sheet.get("unit_price"), prices, strict=True):
        if price is None:
            problems.add(row, "unit_price", text, "is not a number")
    problems.check()
    count = len(sheet.rows)
    return _in_order(
        sheet,
        table,
        invoices=True,
        currency=currency,
        document=sheet.get("invoice_no"),
        at=sheet.get("invoice_ts"),
        customer=[(_or_none(value) or "").removesuffix(".0") for value in sheet.get("customer_id")],
        # The same article is written 85123a and 85123A.
        sku=[sku.upper() if isinstance(sku, str) else sku for sku in sheet.get("stock_code")],
        name=[_or_none(value) or "" for value in sheet.get("description")],
        quantity=sheet.get("quantity"),
        price=prices,
        requested_on=[None] * count,
        channel=[""] * count,
    )


def _or_none(value: Any) -> Any:  # noqa: ANN401 (a cell's value)
    return None if value is ABSENT else value


def _price(text: Any, currency: str) -> int | None:  # noqa: ANN401 (text, or a fault noted before)
    """Return a decimal in minor units, rounded: these lists hold tenths of a penny."""
    try:
        amount = float(text)
    except (TypeError, ValueError):
        return None
    return round(amount * 10 ** decimals(currency)) if math.isfinite(amount) else None


def _in_order(
    sheet: Sheet, table: Table, *, invoices: bool, currency: str, **columns: list[Any]
) -> History:
    """Return the rows by instant; rows of one instant stay as they stand in the file."""
    instants: Sequence[datetime] = columns["at"]
    order = sorted(range(len(instants)), key=instants.__getitem__)
    seen = set(zip(*(map(str, cells) for cells in table.columns.values()), strict=True))
    return History(
        invoices=invoices,
        currency=currency,
        row=[sheet.rows[place] for place in order],
        **{name: [cells[place] for place in order] for name, cells in columns.items()},
        same_as_earlier=len(instants) - len(seen),
        notes=list(sheet.notes),
    )
