"""The ways in which what is open of an accepted order can still ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain import options as shipping_options
from backorder.ledger.books.places import places
from backorder.ledger.journal.transaction import Transaction

from .availability import spelled

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection


def choices(conn: Connection[Any], order: int, *, now: datetime) -> list[dict[str, Any]]:
    """Return the ways to ship an order's open units, as ``availability`` spells those of a cart.

    There is none where nothing is open, where all of it is being picked, and where a unit has no
    date. The days are those of the supplies as they stand; a place's daily capacity, which may
    move them, is reckoned with when the order is changed. Reads, and locks nothing.
    """
    tx = Transaction(conn, now=now, actor="", reads_only=True)
    rows = tx.rows("choices_units", {"order": order})
    if not rows or any(location is None for _, location, _, _ in rows):
        return []
    known = places(tx)
    units = [
        shipping_options.Units(location, known.ready_on(location, available_on, now), quantity)
        for _, location, available_on, quantity in rows
    ]
    destination = rows[0][0]
    found = shipping_options.options(units, lambda place: known.lanes.find(place, destination))
    return [spelled(known, one) for one in found]
