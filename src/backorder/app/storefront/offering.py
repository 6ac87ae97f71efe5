"""What helps somebody who waits: alternatives that leave sooner than what they wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.ledger.orders.alternatives import Ask, offered_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from psycopg import Connection

    from backorder.domain.alternatives import Alternative

MOST = 3  # alternatives to one product


class Wait(NamedTuple):
    """Units of a product that wait; ``until`` is the day told of the last, None without one."""

    sku: str
    units: int
    until: date | None
    destination: str
    currency: str


def waits(
    lines: Iterable[tuple[str, int, Sequence[date | None]]], destination: str, currency: str
) -> list[Wait]:
    """Return what waits of each product, from lines: product, waiting units and their days.

    >>> from datetime import date
    >>> [(one.units, one.until) for one in waits([("MUG", 2, [date(2026, 12, 9)]), ("MUG", 1, [])],
    ...     "DE", "EUR")]
    [(3, datetime.date(2026, 12, 9))]
    """
    units: dict[str, int] = {}
    days: dict[str, list[date | None]] = {}
    for sku, waiting, told in lines:
        if waiting:
            units[sku] = units.get(sku, 0) + waiting
            days.setdefault(sku, []).extend(told)
    return [
        Wait(sku, count, last(days[sku]), destination, currency) for sku, count in units.items()
    ]


def last(days: Sequence[date | None]) -> date | None:
    """Return the last of some days; None where one is not known, or there is none."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def sooner(
    conn: Connection[Any], asked: Sequence[Wait], now: datetime, most: int = MOST
) -> list[list[Alternative]]:
    """Return for each wait what could be had instead, the best first: in its currency, and sooner.

    What leaves no sooner than the units are promised is no help to anybody. Four statements at
    most, however many wait.
    """
    asks = [Ask(one.sku, one.units, one.destination) for one in asked]
    found = offered_each(conn, asks, now)
    return [
        [each for each in mine if _helps(each, one)][:most]
        for one, mine in zip(asked, found, strict=True)
    ]


def _helps(one: Alternative, wait: Wait) -> bool:
    soon = one.on is not None and (wait.until is None or one.on < wait.until)
    return soon and one.currency == wait.currency
