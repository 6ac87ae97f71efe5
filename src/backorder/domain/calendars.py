"""Calendars: on which day of its own goods can leave a place.

A place works on some weekdays, not on its holidays; what is ordered after its cut-off is begun the
next day; and handling takes whole working days. All answers are dates in the place's own time
zone, so a promise never shifts by a day because a server stands elsewhere.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from .errors import BackorderError, InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_REMEMBERED = 4096  # days that one calendar keeps answers for
_DAY = timedelta(days=1)


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
                f"{code!r} is not a calendar: write 'daily' or weekdays such as 'mon-thu,sat'.",
                calendar=code,
                part=part.strip(),
                weekdays=list(WEEKDAYS),
            )
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        worked.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return tuple(day in worked for day in range(7))


@lru_cache(maxsize=1024)
def parse_timezone(name: str) -> ZoneInfo:
    """Return the IANA time zone of that name.

    Raises ``InvalidError`` (``unknown_timezone``).
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of zones, a path, a name that is no file
        raise InvalidError(
            "unknown_timezone",
            f"{name!r} is not a time zone: write an IANA name such as 'Europe/Berlin'.",
            timezone=name,
        ) from None


class Calendar:
    """The working days, cut-off and handling of one place.

    ``code``: see `parse_calendar`. ``cutoff``: orders from this local time on are begun the next
    day; None: never too late. ``timezone``: IANA name. ``handling_days``: working days between
    goods being there and leaving. ``holidays``: days not worked whatever the weekday.

    Raises ``InvalidError``: ``unknown_calendar``, ``unknown_timezone``, ``bad_handling_days``.

    >>> from datetime import UTC
    >>> main = Calendar("daily", handling_days=1)
    >>> now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    >>> print(main.ready_on(None, now), main.ready_on(date(2026, 12, 8), now))
    2026-11-23 2026-12-09
    """

    __slots__ = (
        "_business_days",
        "_ready",
        "_worked",
        "_zone",
        "cutoff",
        "handling_days",
        "holidays",
    )

    def __init__(
        self,
        code: str = "daily",
        *,
        cutoff: time | None = None,
        timezone: str = "UTC",
        handling_days: int = 1,
        holidays: Iterable[date] = (),
    ) -> None:
        if handling_days < 0:
            raise InvalidError(
                "bad_handling_days",
                f"Handling takes {handling_days} days; it cannot take less than none.",
                handling_days=handling_days,
            )
        self._zone = parse_timezone(timezone)
        self.cutoff = cutoff
        self.handling_days = handling_days
        self.holidays = frozenset(holidays)
        self._worked = parse_calendar(code)
        self._business_days = np.busdaycalendar(
            weekmask=self._worked,
            holidays=np.array(sorted(self.holidays), dtype="datetime64[D]"),
        )
        self._ready: dict[date, date] = {}

    def local_date(self, now: datetime) -> date:
        """Return the day it is at this place at that instant."""
        return self._local(now).date()

    def is_working(self, day: date) -> bool:
        """Return whether the place works on that day."""
        return self._worked[day.weekday()] and day not in self.holidays

    def start_day(self, now: datetime) -> date:
        """Return the local day on which work on an order placed at that instant begins.

        Today before the cut-off, else tomorrow; moved on to a working day.
        """
        return self._moved_on(self._first_day(now), 0)

    def ready_on(self, available_on: date | None, now: datetime) -> date:
        """Return the day on which goods can leave for an order decided at that instant.

        ``available_on``: the day they are there, None if they are now. Counted from the later of
        that day and the start day, both on working days, plus handling.
        """
        return self.ready_from(available_on, self._first_day(now))

    def ready_from(self, available_on: date | None, start: date) -> date:
        """Return the same for work that begins on ``start`` or the next working day.

        For an order of many lines: find `start_day` once, then ask this for each supply.
        """
        base = start if available_on is None or available_on < start else available_on
        ready = self._ready.get(base)
        if ready is None:
            ready = self._moved_on(base, self.handling_days)
            if len(self._ready) >= _REMEMBERED:
                self._ready.clear()
            self._ready[base] = ready
        return ready

    def ready_on_many(
        self, available_on: npt.NDArray[np.datetime64], now: datetime
    ) -> npt.NDArray[np.datetime64]:
        """Return `ready_on` for an array of days (datetime64[D]), NaT for goods that are there."""
        # fmax takes the other side where one is NaT.
        days = available_on.astype("datetime64[D]")
        base = np.fmax(days, np.datetime64(self._first_day(now), "D"))
        ready: npt.NDArray[np.datetime64] = np.busday_offset(
            base, self.handling_days, roll="forward", busdaycal=self._business_days
        )
        return ready

    def _local(self, now: datetime) -> datetime:
        if now.tzinfo is None:
            raise BackorderError(
                "naive_instant", "An instant needs a time zone.", now=now.isoformat()
            )
        return now.astimezone(self._zone)

    def _first_day(self, now: datetime) -> date:
        """Return today, or tomorrow once the cut-off has passed, whether worked or not."""
        local = self._local(now)
        today = local.date()
        if self.cutoff is None:
            return today
        passed = local.time() >= self.cutoff
        if local.fold and not passed:
            # The clock was set back: a cut-off that passed the first time stays passed.
            first = datetime.combine(today, self.cutoff, self._zone)
            passed = first.timestamp() <= local.timestamp()
        return today + _DAY if passed else today

    def _moved_on(self, day: date, working_days: int) -> date:
        """Return the first working day from ``day`` on, plus so many working days."""
        left = working_days
        try:
            while True:
                if self.is_working(day):
                    if not left:
                        return day
                    left -= 1
                day += _DAY
        except OverflowError:
            raise InvalidError(
                "date_out_of_range", f"There is no working day after {day}.", day=day.isoformat()
            ) from None


@lru_cache(maxsize=1024)
def calendar_for(
    code: str,
    cutoff: time | None,
    timezone: str,
    handling_days: int,
    holidays: frozenset[date] = frozenset(),
) -> Calendar:
    """Return the calendar of a place from its row, the same one (with its memory) every time."""
    return Calendar(
        code, cutoff=cutoff, timezone=timezone, handling_days=handling_days, holidays=holidays
    )
