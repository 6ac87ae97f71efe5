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
from .workdays import WorkDays, work_days

if TYPE_CHECKING:
    import numpy.typing as npt

_REMEMBERED = 4096  # days that one calendar keeps answers for
_DAY = timedelta(days=1)


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

    ``days``: its working days, or the code of a week (see `workdays.parse_calendar`). ``cutoff``:
    orders from this local time on are begun the next day; None: never too late. ``timezone``: IANA
    name. ``handling_days``: working days between goods being there and leaving.

    Raises ``InvalidError``: ``unknown_calendar``, ``unknown_timezone``, ``bad_handling_days``.

    >>> from datetime import UTC
    >>> main = Calendar("daily", handling_days=1)
    >>> now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    >>> print(main.ready_on(None, now), main.ready_on(date(2026, 12, 8), now))
    2026-11-23 2026-12-09
    """

    __slots__ = ("_ready", "_zone", "cutoff", "days", "handling_days")

    def __init__(
        self,
        days: WorkDays | str = "daily",
        *,
        cutoff: time | None = None,
        timezone: str = "UTC",
        handling_days: int = 1,
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
        self.days = work_days(days) if isinstance(days, str) else days
        self._ready: dict[date, date] = {}

    def local_date(self, now: datetime) -> date:
        """Return the day it is at this place at that instant."""
        return self._local(now).date()

    def start_day(self, now: datetime) -> date:
        """Return the local day on which work on an order placed at that instant begins.

        Today before the cut-off, else tomorrow; moved on to a working day.
        """
        return self.days.counted_on(self._first_day(now), 0)

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
            ready = self.days.counted_on(base, self.handling_days)
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
        return self.days.counted_on_many(base, self.handling_days)

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
