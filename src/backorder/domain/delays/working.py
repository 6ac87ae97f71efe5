"""Working days of the United States: Monday to Friday without the federal holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_SATURDAY, _SUNDAY = 5, 6
_JUNETEENTH_SINCE = 2021
_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
# Month, weekday (Monday is 0), and which one of the month; -1 is the last.
_FLOATING = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """Return the days on which federal holidays of a year are kept (5 U.S.C. 6103).

    One on a Saturday is kept the Friday before, one on a Sunday the Monday after.

    >>> date(2026, 7, 3) in federal_holidays(2026), date(2026, 11, 26) in federal_holidays(2026)
    (True, True)
    """
    fixed = [
        date(year, month, day)
        for month, day in _FIXED
        if (month, day) != (6, 19) or year >= _JUNETEENTH_SINCE
    ]
    kept = [_kept(day) for day in fixed]
    return frozenset([*kept, *(_nth(year, *rule) for rule in _FLOATING)])


def _kept(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def is_working(day: date) -> bool:
    """Return whether a day is a working day; New Year's Day may be kept in the year before."""
    holidays = federal_holidays(day.year) | federal_holidays(day.year + 1)
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, count: int) -> date:
    """Return the day that is ``count`` working days after a day.

    >>> add_working_days(date(2026, 11, 20), 7)  # a Friday; Thanksgiving is in between
    datetime.date(2026, 12, 2)
    """
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
