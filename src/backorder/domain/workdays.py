"""Working days of a place, a supplier or a carrier.

A week, the days that are closed, and the days that are worked although the week says otherwise. A
calendar is data: explicit days, never a rule that another year or another release of a holiday
package could read differently.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Dates = npt.NDArray[np.datetime64]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_MANY = 4096  # days looked at in one piece where days are opened


@lru_cache(maxsize=1024)
def parse_calendar(code: str) -> tuple[bool, ...]:
    """Return which weekdays are worked, Monday first.

    ``code`` is ``daily``, or weekdays and ranges of them separated by commas; a range may run over
    the end of the week. Raises ``InvalidError`` (``unknown_calendar``) naming the faulty part.

    >>> parse_calendar("mon-thu,sat")
    (True, True, True, True, False, True, False)
    >>> parse_calendar("sun-thu") == parse_calendar("mon-thu,sun")
    True
    """
    if code.strip().lower() == "daily":
        return (True,) * 7
    worked: set[int] = set()
    for part in code.lower().split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or not all(end in WEEKDAYS for end in ends):  # noqa: PLR2004 (from, to)
            raise InvalidError(
                "unknown_calendar",
                f"{code!r} is not a calendar: write 'daily', weekdays such as 'mon-thu,sat', or "
                "the code of a calendar that was set.",
                calendar=code,
                part=part.strip(),
                weekdays=list(WEEKDAYS),
            )
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        worked.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return tuple(day in worked for day in range(7))


class WorkDays:
    """Days that are worked, and counting on them.

    ``code``: the week, see `parse_calendar`. ``closed``: days not worked whatever the weekday.
    ``opened``: days worked whatever the weekday; a day in both is worked.

    Raises ``InvalidError`` (``unknown_calendar``).

    >>> shop = WorkDays("mon-fri", closed=[date(2026, 12, 25)], opened=[date(2026, 12, 19)])
    >>> print(shop.counted_on(date(2026, 12, 18), 1), shop.counted_on(date(2026, 12, 24), 1))
    2026-12-19 2026-12-28
    """

    __slots__ = ("_business_days", "_worked", "closed", "opened")

    def __init__(
        self, code: str = "daily", closed: Iterable[date] = (), opened: Iterable[date] = ()
    ) -> None:
        self._worked = parse_calendar(code)
        self.opened = frozenset(opened)
        self.closed = frozenset(closed) - self.opened
        self._business_days = np.busdaycalendar(
            weekmask=self._worked, holidays=np.array(sorted(self.closed), dtype="datetime64[D]")
        )

    def is_working(self, day: date) -> bool:
        """Return whether that day is worked."""
        return (self._worked[day.weekday()] and day not in self.closed) or day in self.opened

    def counted_on(self, day: date, days: int) -> date:
        """Return the first working day from ``day`` on, plus so many working days.

        Raises ``InvalidError`` (``date_out_of_range``) where there is none.
        """
        left, at = days, day
        try:
            while True:
                if self.is_working(at):
                    if not left:
                        return at
                    left -= 1
                at += _DAY
        except OverflowError:
            raise InvalidError(
                "date_out_of_range", f"There is no working day after {day}.", day=day.isoformat()
            ) from None

    def counted_on_many(self, start: Dates, days: int | npt.NDArray[np.int64]) -> Dates:
        """Return `counted_on` for arrays of days (datetime64[D]) and of working days to add.

        numpy knows weeks and holidays, but no day that is worked against the week. Where there are
        such days, all working days in reach are listed, and counting is a step in that list.
        """
        if not self.opened:
            counted: Dates = np.busday_offset(
                start, days, roll="forward", busdaycal=self._business_days
            )
            return counted
        if not start.size:
            return start
        first, end = start.min(), start.max() + _MANY
        opened = np.array(sorted(self.opened), dtype="datetime64[D]")
        worked = self._listed(first, end, opened)
        while True:
            at = np.searchsorted(worked, start) + days
            if at.max() < worked.size:
                found: Dates = worked[at]
                return found
            # Reach further; a week without a working day is impossible, so this ends.
            end += int(at.max()) * 7 + _MANY
            worked = self._listed(first, end, opened)

    def _listed(self, first: np.datetime64, end: np.datetime64, opened: Dates) -> Dates:
        """Return all working days from ``first`` to before ``end``."""
        every: Dates = np.arange(first, end, dtype="datetime64[D]")
        worked = np.is_busday(every, busdaycal=self._business_days) | np.isin(every, opened)
        listed: Dates = every[worked]
        return listed


@lru_cache(maxsize=1024)
def work_days(
    code: str, closed: frozenset[date] = frozenset(), opened: frozenset[date] = frozenset()
) -> WorkDays:
    """Return working days from their row, the same object every time."""
    return WorkDays(code, closed, opened)
