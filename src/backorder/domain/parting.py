"""What a supplier says of a line's units: parts with a day of their own, and what it left open.

Pure; one line at a time, for a line is said to come on a handful of days at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Said(NamedTuple):
    """Units that come on a day: no number for all that are left, no day for the one expected."""

    units: int | None
    on: date | None
    refused: int = 0


class Parted(NamedTuple):
    """The parts of a line by day, the units that will not come, and those nothing was said of.

    ``beyond`` are units that were said to come and are not on order.
    """

    parts: list[tuple[date, int]]
    refused: int
    rest: int
    beyond: int


def parted(open_units: int, expected_on: date, said: Iterable[Said]) -> Parted:
    """Return how a line with ``open_units`` is parted by what the supplier said of it.

    Six on the tenth, two never, and nothing said of the last two:

    >>> from datetime import date
    >>> tenth = date(2026, 12, 10)
    >>> found = parted(10, date(2026, 12, 8), [Said(6, tenth), Said(0, None, 2)])
    >>> found.parts == [(tenth, 6)], found.refused, found.rest, found.beyond
    (True, 2, 2, 0)
    """
    by_day: dict[date, int] = {}
    refused, left = 0, open_units
    for one in said:
        refused += one.refused
        left -= one.refused
        units = max(left, 0) if one.units is None else one.units
        if units:
            day = one.on or expected_on
            by_day[day] = by_day.get(day, 0) + units
            left -= units
    return Parted(sorted(by_day.items()), refused, max(left, 0), max(-left, 0))
