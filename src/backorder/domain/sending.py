"""Shipping capacity: the first working day on which a place still has room for so many units.

A place that can send a limited number of units a day is promised full, day by day, and no further.
Pure; the days already promised come in as numbers of units, and what is promised goes out as such.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from .errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from .workdays import WorkDays

_DAY = timedelta(days=1)
FARTHEST_DAYS = 3650  # a place that is full for ten years is not a place to promise from


class Room:
    """What one place can still send on each day.

    ``capacity``: units a day, at least 1. ``days``: the place's working days. ``load``: units
    promised per day so far. ``changed`` collects what this decision adds to each day, or takes.
    """

    __slots__ = ("_days", "_load", "capacity", "changed")

    def __init__(self, capacity: int, days: WorkDays, load: Mapping[date, int]) -> None:
        self.capacity = capacity
        self._days = days
        self._load = defaultdict(int, load)
        self.changed: defaultdict[date, int] = defaultdict(int)

    def load(self, day: date) -> int:
        """Return the units promised for a day, with those of this decision."""
        return self._load[day]

    def first_day(self, day: date, units: int) -> date:
        """Return the first working day from ``day`` on with room for all the units.

        More units than a day's capacity leave on the first day on which nothing else does. Raises
        ``InvalidError`` (``no_shipping_capacity``) where no day of the next ten years has room.

        >>> from datetime import date
        >>> from backorder.domain.workdays import WorkDays
        >>> friday = date(2026, 11, 27)
        >>> room = Room(10, WorkDays("mon-fri"), {friday: 8})
        >>> print(room.first_day(friday, 2), room.first_day(friday, 3), room.first_day(friday, 99))
        2026-11-27 2026-11-30 2026-11-30
        """
        last = day + timedelta(days=FARTHEST_DAYS)
        found = day
        while found <= last:
            there = self._load.get(found, 0)
            fits = there + units <= self.capacity or not there
            if fits and self._days.is_working(found):
                return found
            found += _DAY
        raise InvalidError(
            "no_shipping_capacity",
            f"No day until {last} has room for {units} more units.",
            capacity=self.capacity,
            asked=units,
            until=last.isoformat(),
        )

    def add(self, day: date, units: int) -> None:
        """Promise units for a day; fewer than none gives them back."""
        self._load[day] += units
        self.changed[day] += units


def common_day(rooms: Iterable[tuple[Room, int]], day: date) -> date:
    """Return the first day from ``day`` on that has room at every place, for one parcel.

    ``rooms``: places with the units that each is to send.
    """
    pairs = list(rooms)
    while True:
        latest = max((room.first_day(day, units) for room, units in pairs), default=day)
        if latest == day:
            return day
        day = latest


class Waiting(NamedTuple):
    """Units that a place is to send: the first day they can leave, and the day that was told."""

    place: int
    rank: int
    ready: date
    told: date | None
    units: int


def refit(rooms: Mapping[int, Room], waiting: Sequence[Waiting]) -> list[date]:
    """Return the day each can leave, when what was told is reviewed at places with a limit.

    A day told that can be kept is kept, and its units stay counted there. Those that slip find a
    day first, in rank order; then those that could leave sooner take what room is left before
    theirs. ``rooms`` count what was told, and in the end what is returned.
    """
    days = [one.ready for one in waiting]
    slipped, sooner = [], []
    for at, one in sorted(enumerate(waiting), key=lambda pair: (pair[1].rank, pair[0])):
        if one.told is not None and one.ready <= one.told:
            days[at] = one.told
            sooner.append(at)
        else:
            slipped.append(at)
    late = set(slipped)
    for at in slipped + sooner:
        one, room = waiting[at], rooms[waiting[at].place]
        if one.told is not None:
            room.add(one.told, -one.units)
        found = room.first_day(one.ready, one.units)
        if at in late or found < days[at]:
            days[at] = found
        room.add(days[at], one.units)
    return days
