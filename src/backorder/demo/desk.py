"""Where the demo's people work: they call verbs at virtual instants and keep a diary."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from backorder import ledger

if TYPE_CHECKING:
    from psycopg import Connection

T = TypeVar("T")
ZONE = ZoneInfo("Europe/Berlin")
SATURDAY = 5


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the UTC instant of a local time in the company's country.

    >>> print(instant(date(2025, 7, 1), 7))
    2025-07-01 05:00:00+00:00
    """
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def is_working(day: date) -> bool:
    """Return whether warehouses and buyers work on that day."""
    return day.weekday() < SATURDAY


class Diary(Generic[T]):
    """What is to happen on which day; what was due on days off is taken up on the next one."""

    def __init__(self) -> None:
        """Start with an empty diary."""
        self._days: defaultdict[date, list[T]] = defaultdict(list)

    def add(self, day: date, item: T) -> None:
        """Write something down for a day."""
        self._days[day].append(item)

    def take(self, today: date) -> list[T]:
        """Return everything due by today, by day and then as written, and cross it out."""
        due = sorted(day for day in self._days if day <= today)
        return [item for day in due for item in self._days.pop(day)]


class Desk:
    """One connection to the books, and a count of what was done over it."""

    def __init__(self, conn: Connection[Any]) -> None:
        """Work over this connection."""
        self.conn = conn
        self.calls: defaultdict[str, int] = defaultdict(int)

    def call(self, verb: str, request: dict[str, Any], at: datetime, actor: str) -> dict[str, Any]:
        """Carry out one verb and return its facts."""
        self.calls[verb] += 1
        return ledger.VERBS[verb](self.conn, request, now=at, actor=actor)
