"""Pick lists summed by place and product, and the slips that go into the parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.rows import dict_row

from backorder.app.statements import statement
from backorder.domain.names import number, row_id

from .barcode import Drawn, code128

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psycopg import Connection

MOST = 500  # orders of one wave
MOST_ROWS = 2000  # of one pick list
MOST_SLIPS = 200  # of one print


class Pick(NamedTuple):
    """Units of one product to fetch from one place, and for whom."""

    location: str
    sku: str
    name: str
    units: int
    orders: list[tuple[str, int]]


class Slip(NamedTuple):
    """What goes into a parcel with the goods."""

    name: str
    code: Drawn
    order: str
    order_key: str
    placed_at: Any
    customer: str
    customer_name: str
    email: str
    destination: str
    lines: list[dict[str, Any]]
    waits: int


def of_release(released: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a pick list from the answer of ``release``."""
    return [
        {**line, "name": "", "order_name": one["order"]}
        for one in released
        for line in one["lines"]
    ]


def grouped(rows: Iterable[Mapping[str, Any]]) -> list[Pick]:
    """Return the walk through the warehouse: one stop for each place and product.

    >>> row = {"location": "MAIN", "sku": "MUG", "name": "Mug", "quantity": 2, "order_name": "A"}
    >>> grouped([row, row | {"order_name": "B"}])[0].units
    4
    """
    found: dict[tuple[str, str], Pick] = {}
    for row in rows:
        at = (row["location"], row["sku"])
        pick = found.get(at) or Pick(*at, row["name"], 0, [])
        pick.orders.append((row["order_name"], row["quantity"]))
        found[at] = pick._replace(units=pick.units + row["quantity"])
    return [found[at] for at in sorted(found)]


def packed(conn: Connection[Any], orders: Sequence[str]) -> list[dict[str, Any]]:
    """Return the products of orders: ordered, shipped, allocated, released, waiting."""
    asked = {"orders": [row_id("order", order) for order in orders]}
    cursor = conn.cursor(row_factory=dict_row)
    return cursor.execute(statement("page_packing"), asked).fetchall()


def slips(conn: Connection[Any], rows: Sequence[Mapping[str, Any]]) -> list[Slip]:
    """Return the packing slips of the orders on a pick list."""
    orders = sorted({row["order_name"] for row in rows})[:MOST_SLIPS]
    mine: dict[str, list[dict[str, Any]]] = {order: [] for order in orders}
    for row in rows:
        if row["order_name"] in mine:
            mine[row["order_name"]].append({**row, "places": row["location"]})
    known: dict[int, list[dict[str, Any]]] = {}
    for line in packed(conn, orders):
        known.setdefault(line["order_id"], []).append(line)
    found = []
    for order_id, lines in known.items():
        order, head = number("order", order_id), lines[0]
        open_units = sum(line["ordered"] - line["shipped"] for line in lines)
        here = sum(line["quantity"] for line in mine[order])
        found.append(
            Slip(
                order, code128(order), order, head["key"], head["placed_at"], head["customer"],
                head["customer_name"], head["email"], head["destination"], mine[order],
                max(0, open_units - here),
            )
        )  # fmt: skip
    return found
