"""Capable to promise: on which days a supplier with a weekly capacity can deliver more units.

A purchase that is not placed yet comes after the lead time, and no week brings more than the
supplier can make. What a week has no room for comes seven days later, and so on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WEEKS_AHEAD = 104  # no promise is made on what a supplier could make after two years
_WEEK = timedelta(days=7)


def week_of(day: date) -> int:
    """Return the number of a day's ISO week; weeks begin on Monday and are counted through.

    >>> week_of(date(2026, 12, 28)) == week_of(date(2027, 1, 3)) == week_of(date(2027, 1, 4)) - 1
    True
    """
    return (day.toordinal() - 1) // 7


@dataclass(slots=True)
class Load:
    """Units of one product that one supplier is to deliver already, by week of arrival."""

    bought: Counter[int] = field(default_factory=Counter)
    planned: Counter[int] = field(default_factory=Counter)

    def add(self, kind: str, day: date, units: int) -> None:
        """Count the units of an open purchase or plan."""
        (self.planned if kind == "planned" else self.bought)[week_of(day)] += units

    def room(self, week: int, capacity: int, multiple: int = 1) -> int:
        """Return how many more units can be planned for a week.

        A week's plans are ordered in whole multiples, so only whole multiples fit: planning up to
        the last unit would order more than the supplier can make. Where a multiple is more than a
        week's work, it takes its weeks.

        >>> load = Load(Counter({3: 1}), Counter({3: 4}))
        >>> load.room(3, 20), load.room(3, 20, multiple=6), load.room(3, 4)
        (15, 14, 0)
        """
        left = capacity - self.bought[week]
        if capacity >= multiple:
            left -= left % multiple
        return max(left - self.planned[week], 0)


def lots(  # noqa: PLR0913, PLR0917 (what the supplier can do, and what it is to do)
    units: int,
    first: date,
    load: Load,
    capacity: int | None,
    multiple: int = 1,
    working: Callable[[date], date | None] | None = None,
) -> list[tuple[date, int]]:
    """Return when how many of ``units`` can come, the earliest first; and count them as planned.

    ``first``: the day a purchase placed now arrives. ``capacity``: units a week, None without
    limit. ``working`` moves a day on to the supplier's next working day, None where none follows.
    What would come after `WEEKS_AHEAD` is left out: the lots may sum to less than ``units``.

    25 units at 10 a week, 4 of which are taken in the first:

    >>> lots(25, date(2026, 12, 2), Load(Counter({week_of(date(2026, 12, 1)): 4})), 10)
    ... # doctest: +NORMALIZE_WHITESPACE
    [(datetime.date(2026, 12, 2), 6), (datetime.date(2026, 12, 9), 10),
     (datetime.date(2026, 12, 16), 9)]
    """
    found: list[tuple[date, int]] = []
    day, left = first, units
    for _ in range(WEEKS_AHEAD):
        if not left:
            break
        on = day if working is None else working(day)
        if on is None:
            break
        fits = left if capacity is None else load.room(week_of(on), capacity, multiple)
        used = min(fits, left)
        if used:
            load.add("planned", on, used)
            found.append((on, used))
            left -= used
        day += _WEEK
    return found
