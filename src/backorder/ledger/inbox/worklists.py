"""Work lists: what waits to be done, for people and programs that then call verbs. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.names import number, require_id
from backorder.ledger.journal.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from psycopg import Connection


class Suggestion(NamedTuple):
    """A planned supply: units to buy, and the day customers were promised on the strength of it."""

    name: str
    sku: str
    supplier: str
    location: str
    quantity: int
    available_on: date


class OnHand(NamedTuple):
    """Units of a product at a place; ``free`` are neither allocated nor held."""

    sku: str
    units: int
    free: int


def suggestions(conn: Connection[Any]) -> list[Suggestion]:
    """Return the purchase suggestions, oldest first."""
    return [Suggestion(*row) for row in _rows(conn, "work_suggestions")]


def shippable(conn: Connection[Any], today: date, limit: int = 1_000_000) -> list[str]:
    """Return the numbers of orders that can ship something today, oldest first.

    Orders that ship complete are among them once everything is there; lines asked for on a later
    day hold their order back.
    """
    rows = _rows(conn, "work_shippable", {"today": today, "limit": limit})
    return [number("order", row[0]) for row in rows]


def waiting(conn: Connection[Any], orders: Iterable[str]) -> list[str]:
    """Return which of these orders still have backordered units."""
    ids = [require_id("order", name) for name in orders]
    return [number("order", row[0]) for row in _rows(conn, "work_waiting", {"orders": ids})]


def inventory_positions(conn: Connection[Any]) -> dict[str, int]:
    """Return on hand plus on order minus backordered of every product."""
    return dict(_rows(conn, "work_positions"))


def on_hand(conn: Connection[Any], location: str) -> list[OnHand]:
    """Return what is on hand at a place."""
    return [OnHand(*row) for row in _rows(conn, "work_on_hand", {"location": location})]


def _rows(
    conn: Connection[Any], name: str, params: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    return conn.execute(statement(name), params, binary=True).fetchall()
