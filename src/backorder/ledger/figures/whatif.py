"""What a period was like for those who waited in it, as columns. Reads only, two statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.ledger.journal.snapshot import snapshot
from backorder.ledger.journal.statements import statement

from .measuring import span

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection

    from .measuring import Span


class Waiting(NamedTuple):
    """Units open in the period, one element per line and part of its first promise.

    Sorted by line, then by promised day: a line's units leave in this order. Days are counted from
    1970, None where there is none; ``wanted_on`` is the day before which
    the customer wants nothing; ``opened_at`` is the instant of acceptance in microseconds.
    """

    order: tuple[int, ...]
    line: tuple[int, ...]
    product: tuple[int, ...]
    units: tuple[int, ...]
    promised_on: tuple[int | None, ...]
    wanted_on: tuple[int | None, ...]
    placed_on: tuple[int, ...]
    opened_at: tuple[int, ...]
    rank: tuple[int, ...]
    unit_price: tuple[int, ...]
    unit_cost: tuple[int, ...]
    currency: tuple[str, ...]
    customer_class: tuple[str, ...]
    complete: tuple[bool, ...]


class Left(NamedTuple):
    """Units that left in the period, one element per line and day, sorted by both.

    ``last_at`` is the instant of the last parcel of the line on that day, in microseconds.
    """

    line: tuple[int, ...]
    product: tuple[int, ...]
    day: tuple[int, ...]
    units: tuple[int, ...]
    last_at: tuple[int, ...]


class Lived(NamedTuple):
    """A period as it was: who waited, and what left."""

    days: Span
    waiting: Waiting
    left: Left


def lived(conn: Connection[Any], first: date | None = None, last: date | None = None) -> Lived:
    """Return what was open in a period and what left in it, in one snapshot.

    Open is what was accepted by the period's end, had not left before it began, and was not
    cancelled since. Raises ``InvalidError`` (``period_backwards``).
    """
    with snapshot(conn):
        days = span(conn, first, last)
        waiting = _columns(conn, "whatif_demand", days, len(Waiting._fields))
        left = _columns(conn, "whatif_parcels", days, len(Left._fields))
    return Lived(days, Waiting(*waiting), Left(*left))


def _columns(conn: Connection[Any], name: str, days: Span, width: int) -> list[tuple[Any, ...]]:
    rows = conn.execute(statement(name), days.days, binary=True).fetchall()
    return list(zip(*rows, strict=True)) or [()] * width
