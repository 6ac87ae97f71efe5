"""The figures of the overview: what waits now, and how it went in the last weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence  # noqa: TC003 (msgspec reads the types)
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from backorder.app.statements import statement
from backorder.domain import measures

from . import figures
from .days import begins, day_of, home_zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

_T = TypeVar("_T")

RATE_DAYS = 30
WEEKS = 12
ARRIVAL_DAYS = 14
MOST_ARRIVALS = 60


@dataclass
class Waiting:
    """What waits now; values by currency, in minor units."""

    units: int = 0
    lines: int = 0
    orders: int = 0
    unknown: int = 0
    late: int = 0
    value: dict[str, int] = field(default_factory=dict)

    @property
    def main(self) -> tuple[str, int]:
        """Return the currency that most of the value is in, and that value."""
        return max(self.value.items(), key=lambda one: one[1], default=("", 0))

    @property
    def others(self) -> list[tuple[str, int]]:
        """Return the values in other currencies."""
        return [one for one in self.value.items() if one[0] != self.main[0]]


@dataclass(frozen=True)
class Trend:
    """A share of the last days, and what it was in the weeks before; shares from 0 to 1."""

    share: float | None
    weeks: Sequence[float | None]

    @property
    def before(self) -> float | None:
        """Return the mean of the weeks before."""
        known = [one for one in self.weeks if one is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True)
class Recent:
    """How it went: shares of orders and units, and units that had to wait, by week."""

    first: date
    last: date
    rate: Trend
    kept: Trend
    orders: int
    backordered: int
    new_waiting: Sequence[int]


@dataclass(frozen=True)
class Arrival:
    """A purchase or transfer that is to come on a day, and who waits for it."""

    on: date
    kind: str
    paper: int
    supplier: str
    supplier_name: str
    location: str
    lines: int
    units: int
    pegged: int
    sku: str
    orders: int
    customers: int


@dataclass(frozen=True)
class Overview:
    """Everything that the overview shows of the books."""

    today: date
    waiting: Waiting
    recent: Recent
    arrivals: list[tuple[date, bool, list[Arrival]]]  # by day; the flag says that it has passed
    as_of: datetime | None  # of the oldest figure among those that a worker keeps


def read(conn: Connection[Any], now: datetime) -> Overview:
    """Return the figures of an instant; in large books they may be some minutes old."""
    zone = home_zone(conn)
    today = day_of(now, zone)
    kept = figures.shared(conn, list(KEPT), now)

    def figure(name: str, kind: type[_T]) -> _T:
        if name in kept:
            return msgspec.convert(kept[name].body, kind)
        found: _T = figures.remember(conn, name, today, lambda: KEPT[name](conn, today, zone))
        return found

    arrivals = figure("arrivals", list[Arrival])
    return Overview(
        today,
        figure("waiting", Waiting),
        figure("recent", Recent),
        [(day, day < today, list(found)) for day, found in groupby(arrivals, lambda one: one.on)],
        min((one.as_of for one in kept.values()), default=None),
    )


def _waiting(conn: Connection[Any], today: date, zone: str) -> Waiting:
    del today, zone
    found = Waiting()
    for currency, units, lines, orders, unknown, late, value in conn.execute(
        statement("page_open_now")
    ):
        found.units += units
        found.lines += lines
        found.orders += orders
        found.unknown += unknown
        found.late += late
        found.value[currency] = int(value)
    return found


def _recent(conn: Connection[Any], today: date, zone: str) -> Recent:
    """Return the shares of the last 30 days, and those of the 12 weeks before them."""
    since = today - timedelta(days=RATE_DAYS - 1)
    first = since - timedelta(weeks=WEEKS)
    accepted = {
        row[0]: row[1:]
        for row in conn.execute(
            statement("page_accepted_days"),
            {
                "timezone": zone,
                "since": begins(first, zone),
                "until": begins(today + timedelta(days=1), zone),
            },
        )
    }
    last_due = today - timedelta(days=1)
    due = conn.execute(statement("page_kept_days"), {"first": first, "last": last_due}).fetchall()
    spans = [
        (first + timedelta(weeks=n), first + timedelta(weeks=n + 1, days=-1)) for n in range(WEEKS)
    ]
    orders, short, _ = _sums(accepted, since, today)
    return Recent(
        since,
        today,
        Trend(
            _share(short, orders),
            [_share(s[1], s[0]) for s in (_sums(accepted, *w) for w in spans)],
        ),
        Trend(kept(due, since, last_due), [kept(due, *w) for w in spans]),
        orders,
        short,
        [_sums(accepted, *w)[2] for w in spans]
        + [_sums(accepted, today - timedelta(days=6), today)[2]],
    )


def _sums(accepted: dict[date, tuple[int, ...]], first: date, last: date) -> tuple[int, int, int]:
    """Return orders, orders that were short, and units that had to wait of some days."""
    total: Counter[int] = Counter()
    for day, row in accepted.items():
        if first <= day <= last:
            total.update(dict(enumerate(row)))
    return total[0], total[1], total[2]


def _share(part: int, whole: int) -> float | None:
    found = measures.percent(part, whole)
    return None if found is None else found / 100


def kept(rows: Sequence[tuple[Any, ...]], first: date, last: date) -> float | None:
    """Return the share of units first promised for some days that left by then."""
    found = [row for row in rows if first <= row[0] <= last]
    return _share(sum(row[2] for row in found), sum(row[1] for row in found))


def _arrivals(conn: Connection[Any], today: date, zone: str) -> list[Arrival]:
    del zone
    last = today + timedelta(days=ARRIVAL_DAYS - 1)
    rows = conn.execute(statement("page_arrivals"), {"last": last, "limit": MOST_ARRIVALS})
    return [Arrival(*row) for row in rows]


KEPT: dict[str, Callable[[Connection[Any], date, str], Any]] = {
    "waiting": _waiting,
    "recent": _recent,
    "arrivals": _arrivals,
}
