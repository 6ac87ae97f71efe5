"""Metrics: what the books say about how well customers were served. Reads only.

Each function reads in one snapshot and returns facts that can be written as JSON. Rates are in
percent, money in minor units by currency, dates are days at the place concerned, and whether
something is late is held against ``today``, the day of the last entry, never against a clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain import measures
from backorder.domain.errors import InvalidError
from backorder.domain.names import number
from backorder.ledger.journal.snapshot import snapshot
from backorder.ledger.journal.statements import statement

from . import facts as figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

_DEFAULT_DAYS = 365
_OF_PERIOD = (
    "accepted",
    "promises_first",
    "promises_last",
    "waits",
    "versions",
    "tellings",
    "causes",
    "cancelled",
    "refused",
)


class Span(NamedTuple):
    """The days a report is about; ``today`` is the last day the books know of."""

    first: date
    last: date
    today: date

    @property
    def days(self) -> dict[str, date]:
        """Return the parameters of a statement about the period."""
        return {"first": self.first, "last": self.last}


def span(conn: Connection[Any], first: date | None = None, last: date | None = None) -> Span:
    """Return the days to report on: by default the books' last year.

    Raises ``InvalidError`` (``period_backwards``) where the first day is after the last.
    """
    row = conn.execute(statement("metrics_span")).fetchone()
    _, begun, today = row if row is not None else ("UTC", None, None)
    today = today or last or first or date(2000, 1, 1)
    last = last or today
    first = first or max(begun or last, last - timedelta(days=_DEFAULT_DAYS - 1))
    if first > last:
        raise InvalidError(
            "period_backwards",
            f"The period begins on {first} and ends on {last}, before it.",
            first=first.isoformat(),
            last=last.isoformat(),
        )
    return Span(first, last, today)


def metrics(
    conn: Connection[Any], first: date | None = None, last: date | None = None, by: str = "month"
) -> dict[str, Any]:
    """Return the metrics of a period, in all and per month, week or day (``by``).

    Orders count by the day they were placed, promises by the day they were made for. The backlog
    and the stock are those of now.
    """
    (found,) = several(conn, first, last, (by,))
    return found


def several(
    conn: Connection[Any], first: date | None, last: date | None, bys: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the metrics once per way to break them down; the books are read only once."""
    for by in bys:
        if by not in measures.PERIODS:
            raise InvalidError(
                "unknown_period", f"A report is by day, week or month, not by {by!r}.", by=by
            )
    with snapshot(conn):
        days = span(conn, first, last)
        rows = {name: _rows(conn, f"metrics_{name}", days.days) for name in _OF_PERIOD}
        now = {
            "backlog": figures.backlog(
                _rows(conn, "metrics_backlog", {"today": days.today}), days.today
            ),
            "stock": figures.stock(_rows(conn, "metrics_stock", {})),
        }
    whole = _whole(rows, days) | now
    return [
        {"by": by, **whole, "periods": [figures.period(one, rows, days.today) for one in periods]}
        for by in bys
        for periods in (measures.periods(days.first, days.last, by),)
    ]


def _whole(rows: dict[str, list[tuple[Any, ...]]], days: Span) -> dict[str, Any]:
    """Return the metrics of the whole period."""
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "today": days.today.isoformat(),
        **figures.accepted(rows["accepted"]),
        "refused": dict(rows["refused"]),
        "promises": {
            "first": figures.promises(rows["promises_first"], days.today),
            "last": figures.promises(rows["promises_last"], days.today),
            "changes": figures.changes(rows["versions"][0])
            | figures.versions(rows["tellings"])
            | {"causes": dict(rows["causes"])},
        },
        "waits": figures.waits(rows["waits"], days.today),
        "units": figures.units(rows["cancelled"][0]),
    }


def backlog(conn: Connection[Any], limit: int = 20) -> dict[str, Any]:
    """Return the open demand by age, and the lines that have waited longest."""
    with snapshot(conn):
        days = span(conn)
        facts = figures.backlog(_rows(conn, "metrics_backlog", {"today": days.today}), days.today)
        oldest = [
            {
                "order": number("order", row[0]),
                "sku": row[1],
                "name": row[2],
                "customer": row[3],
                "units": row[4],
                "placed_on": row[5].isoformat(),
                "age_days": (days.today - row[5]).days,
                "first_promise": row[6] and row[6].isoformat(),
                "current_promise": row[7] and row[7].isoformat(),
                "supply": row[8],
            }
            for row in _rows(conn, "metrics_oldest", {"limit": limit})
        ]
    return {"today": days.today.isoformat(), **facts, "oldest": oldest}


def suppliers(
    conn: Connection[Any],
    first: date | None = None,
    last: date | None = None,
    *,
    trend: bool = False,
) -> dict[str, Any]:
    """Return how suppliers kept their word on what was ordered in a period, the worst first.

    The score is the share of ordered units that did not come good and on the day first ordered
    for, of those that came, are overdue, or will not come. With ``trend`` each has its figures by
    quarter too, the oldest first.
    """
    with snapshot(conn):
        days = span(conn, first, last)
        asked = {**days.days, "today": days.today}
        rows = _rows(conn, "metrics_suppliers", asked)
        quarters = _rows(conn, "metrics_supplier_trend", asked) if trend else []
    found = [figures.supplier(row) for row in rows]
    if trend:
        for one in found:
            mine = (row[1:] for row in quarters if row[0] == one["supplier"])
            one["trend"] = [figures.quarter(row) for row in mine]
    found.sort(key=lambda one: (-(one["failed"] or 0.0), one["supplier"]))
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "today": days.today.isoformat(),
        "suppliers": found,
    }


def _rows(conn: Connection[Any], name: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    return conn.execute(statement(name), params, binary=True).fetchall()
