"""Measures of a year's work: shares, periods, age buckets and spreads. Pure arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PERIODS = ("day", "week", "month")
AGE_EDGES = (7, 14, 30, 60, 90)


class Period(NamedTuple):
    """Days from ``first`` to ``last``, both included, under a short name."""

    name: str
    first: date
    last: date


def percent(part: int, whole: int) -> float | None:
    """Return a share in percent to two places; nothing of nothing has no share.

    >>> percent(14, 200), percent(0, 0)
    (7.0, None)
    """
    return round(100 * part / whole, 2) if whole else None


def period_start(day: date, by: str) -> date:
    """Return the first day of the day's month, ISO week, or itself.

    >>> print(period_start(date(2025, 3, 16), "week"), period_start(date(2025, 3, 16), "month"))
    2025-03-10 2025-03-01
    """
    if by == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if by == "week" else day


def periods(first: date, last: date, by: str) -> list[Period]:
    """Return the periods from ``first`` to ``last``, the outer ones cut to fit.

    >>> [p.name for p in periods(date(2025, 1, 30), date(2025, 3, 1), "month")]
    ['2025-01', '2025-02', '2025-03']
    >>> print(*periods(date(2024, 12, 31), date(2025, 1, 6), "week")[0])
    2025-W01 2024-12-31 2025-01-05
    """
    found = []
    start = first
    while start <= last:
        begun = period_start(start, by)
        following = begun + timedelta(days={"day": 1, "week": 7, "month": 32}[by])
        end = min(last, period_start(following, by) - timedelta(days=1))
        found.append(Period(_name(begun, by), start, end))
        start = end + timedelta(days=1)
    return found


def _name(begun: date, by: str) -> str:
    if by == "month":
        return f"{begun:%Y-%m}"
    if by == "week":
        year, week, _ = begun.isocalendar()
        return f"{year}-W{week:02d}"
    return begun.isoformat()


def age_bucket(days: int) -> int:
    """Return which age bucket so many days fall into: 0 for up to a week, 5 for over 90 days.

    >>> [age_bucket(days) for days in (0, 7, 8, 90, 91)]
    [0, 0, 1, 4, 5]
    """
    return sum(days > edge for edge in AGE_EDGES)


def age_names() -> tuple[str, ...]:
    """Return the names of the age buckets, youngest first.

    >>> age_names()
    ('0-7', '8-14', '15-30', '31-60', '61-90', '91+')
    """
    lows = (0, *(edge + 1 for edge in AGE_EDGES))
    spans = [f"{low}-{high}" for low, high in zip(lows, AGE_EDGES, strict=False)]
    return (*spans, f"{lows[-1]}+")


def tally(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the units of each number of days, by days.

    >>> tally([(3, 5), (1, 1), (3, 1)])
    {1: 1, 3: 6}
    """
    counts: dict[int, int] = {}
    for days, units in pairs:
        counts[days] = counts.get(days, 0) + units
    return dict(sorted(counts.items()))


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """Return the least number of days within which that share of the units falls.

    >>> quantile({1: 5, 4: 4, 30: 1}, 0.5), quantile({1: 5, 4: 4, 30: 1}, 0.95)
    (1, 30)
    """
    total = sum(counts.values())
    reached = 0
    for days, units in sorted(counts.items()):
        reached += units
        if reached >= share * total:
            return days
    return None


def mean(counts: Mapping[int, int]) -> float | None:
    """Return the mean number of days per unit, to one place.

    >>> mean({1: 3, 5: 1})
    2.0
    """
    total = sum(counts.values())
    return round(sum(d * units for d, units in counts.items()) / total, 1) if total else None
