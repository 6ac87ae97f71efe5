"""Days as the pages reckon them: those of the home place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from backorder.app.statements import statement

if TYPE_CHECKING:
    from psycopg import Connection


def home_zone(conn: Connection[Any]) -> str:
    """Return the time zone of the home place; UTC where there is none yet."""
    row = conn.execute(statement("page_home")).fetchone()
    return str(row[0]) if row is not None else "UTC"


def day_of(now: datetime, zone: str) -> date:
    """Return the day it is in a time zone.

    >>> day_of(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "Europe/Berlin").isoformat()
    '2026-11-23'
    """
    return now.astimezone(ZoneInfo(zone)).date()


def begins(day: date, zone: str) -> datetime:
    """Return the instant at which a day begins in a time zone.

    >>> begins(date(2026, 11, 23), "Europe/Berlin").isoformat()
    '2026-11-22T23:00:00+00:00'
    """
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
