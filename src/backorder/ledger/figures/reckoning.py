"""Reckon what a period took: the stock that lay there, who waited how long, what was bought.

Reads only. The metrics say how well customers were served; this says what it was served with, so
that two ways to run a shop can be held against each other. Money is in minor units by currency.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.ledger.journal.snapshot import snapshot
from backorder.ledger.journal.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from psycopg import Connection

    Rows = list[tuple[Any, ...]]


class Promised(NamedTuple):
    """Lines whose first promised day has come, and those of them that had left whole by then."""

    due: int
    kept: int


class Reckoning(NamedTuple):
    """What a period took.

    ``stock``: the mean value of what lay for sale in the evenings; ``waiting``: evenings that units
    waited, times the price of each; ``lines``: promises of all lines, ``waited``: of those that had
    units backordered when placed.
    """

    stock: dict[str, float]
    waiting: dict[str, int]
    lines: Promised
    waited: Promised
    purchase_lines: int


def reckon(conn: Connection[Any], first: date, last: date) -> Reckoning:
    """Return what the days from ``first`` to ``last`` took, both included."""
    days = {"first": first, "last": last}
    with snapshot(conn):
        stock = _rows(conn, "reckoning_stock", {"last": last})
        lines = {row[0]: Promised(*row[1:]) for row in _rows(conn, "reckoning_lines", days)}
        waits = _rows(conn, "reckoning_waits", days)
        ((bought,),) = _rows(conn, "reckoning_purchases", days)
    none = Promised(0, 0)
    at_once, waited = lines.get(False, none), lines.get(True, none)
    return Reckoning(
        stock=mean_value(stock, first, last),
        waiting={currency: int(sum_) for currency, sum_ in waits},
        lines=Promised(at_once.due + waited.due, at_once.kept + waited.kept),
        waited=waited,
        purchase_lines=bought,
    )


def mean_value(
    changes: Iterable[tuple[date, str, Any]], first: date, last: date
) -> dict[str, float]:
    """Return the mean over the evenings of a period, by currency, of what changes by day sum up to.

    >>> from datetime import date
    >>> new_year, third = date(2026, 1, 1), date(2026, 1, 3)
    >>> mean_value([(new_year, "EUR", 600), (third, "EUR", -300)], date(2026, 1, 2), third)
    {'EUR': 450.0}
    """
    evenings = (last - first) // timedelta(days=1) + 1
    total: dict[str, int] = {}
    for day, currency, value in changes:
        left = (last - max(day, first)) // timedelta(days=1) + 1
        total[currency] = total.get(currency, 0) + int(value) * max(0, left)
    return {currency: value / evenings for currency, value in sorted(total.items())}


def _rows(conn: Connection[Any], name: str, params: dict[str, Any]) -> Rows:
    return conn.execute(statement(name), params, binary=True).fetchall()
