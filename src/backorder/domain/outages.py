"""Outages: a supplier, one of its items or its way to a place is out, and who delivers meanwhile.

Nothing can be ordered from somebody who is out, and nothing of theirs comes in those days: what
would come then comes on the first day after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from .workdays import WorkDays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outage:
    """Some days on which a supplier, called ``name``, does not deliver.

    ``product`` None: nothing of theirs; ``location`` None: to no place. ``until`` is the last day
    out, None while nobody knows.
    """

    supplier: int
    name: str
    product: int | None
    location: int | None
    from_on: date
    until: date | None
    reason: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether they are out on that day."""
        return self.from_on <= day and (self.until is None or day <= self.until)


class Outages:
    """All outages, found by whom and what they concern; false where there are none."""

    __slots__ = ("_by_item",)

    def __init__(self, outages: Iterable[Outage] = ()) -> None:
        """Keep them by supplier and product, in the order given."""
        self._by_item: dict[tuple[int, int | None], tuple[Outage, ...]] = {}
        for one in outages:
            item = one.supplier, one.product
            self._by_item[item] = (*self._by_item.get(item, ()), one)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._by_item)

    def of(self, supplier: int, product: int, location: int | None = None) -> tuple[Outage, ...]:
        """Return those of a supplier's product, on the way to a place; None: to whichever."""
        found = (
            *self._by_item.get((supplier, None), ()),
            *self._by_item.get((supplier, product), ()),
        )
        if location is None or not found:
            return found
        return tuple(one for one in found if one.location in (None, location))


class Coming(NamedTuple):
    """When something would come, None for never, and the outages that it has to wait for."""

    on: date | None
    out: tuple[Outage, ...]


def open_from(day: date, outages: Sequence[Outage]) -> Coming:
    """Return the first day from ``day`` on on which none of the outages holds.

    >>> from datetime import date
    >>> fire = Outage(1, "S1", None, None, date(2026, 12, 1), date(2026, 12, 4))
    >>> flood = Outage(1, "S1", None, None, date(2026, 12, 5), date(2026, 12, 9))
    >>> str(open_from(date(2026, 12, 3), [flood, fire]).on)
    '2026-12-10'
    >>> open_from(date(2026, 11, 30), [fire]).out
    ()
    """
    hit: list[Outage] = []
    while now := [one for one in outages if one.holds_on(day)]:
        hit += now
        last = [one.until for one in now if one.until is not None]
        if len(last) < len(now):
            return Coming(None, tuple(hit))
        day = max(last) + _DAY
    return Coming(day, tuple(hit))


def delivers_on(day: date, calendar: WorkDays, outages: Sequence[Outage]) -> Coming:
    """Return the supplier's first working day from ``day`` on that is in no outage."""
    hit: tuple[Outage, ...] = ()
    while True:
        worked = calendar.counted_on(day, 0)
        there, more = open_from(worked, outages)
        hit += more
        if there is None or there == worked:
            return Coming(there, hit)
        day = there


def comes_on(today: date, days: int, calendar: WorkDays, outages: Sequence[Outage]) -> Coming:
    """Return when goods come that are ordered on the first day from ``today`` on that is in none.

    ``days``: the lead time in working days of the supplier's ``calendar``.

    Ten days from the end of the fire, and not in the flood:

    >>> from datetime import date
    >>> from backorder.domain.workdays import WorkDays
    >>> fire = Outage(1, "S1", None, None, date(2026, 12, 1), date(2026, 12, 4))
    >>> flood = Outage(1, "S1", None, None, date(2026, 12, 14), date(2026, 12, 20))
    >>> found = comes_on(date(2026, 12, 2), 10, WorkDays("daily"), [fire, flood])
    >>> str(found.on), found.out == (fire, flood)
    ('2026-12-21', True)
    """
    ordered_on, hit = open_from(today, outages)
    if ordered_on is None:
        return Coming(None, hit)
    on, more = delivers_on(calendar.counted_on(ordered_on, days), calendar, outages)
    return Coming(on, hit + more)


def choose(days: Sequence[date | None], *, first_is_late: bool) -> int | None:
    """Return which source to buy from, by its place; None where nobody delivers.

    ``days``: the day units of each source can leave, those asked first in front. As long as the
    first one is not late for an outage it is taken, whatever the others could do.

    >>> from datetime import date
    >>> days = [date(2026, 12, 9), None, date(2026, 12, 4), date(2026, 12, 4)]
    >>> choose(days, first_is_late=False), choose(days, first_is_late=True)
    (0, 2)
    >>> choose([None], first_is_late=True) is None
    True
    """
    if not first_is_late:
        return 0
    known = [(day, at) for at, day in enumerate(days) if day is not None]
    return min(known)[1] if known else None
