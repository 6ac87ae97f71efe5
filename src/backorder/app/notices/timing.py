"""When a notice may go: quiet hours of whoever gets it, the daily digest, the window. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from .choices import Choices


def allowed(at: datetime, chosen: Choices, where: ZoneInfo) -> datetime:
    """Return the first instant from ``at`` on that is not in the quiet hours.

    >>> from backorder.app.notices.choices import Choices
    >>> from backorder.app.notices.zones import zone
    >>> night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    >>> allowed(night, Choices(), zone("UTC")).isoformat()
    '2026-11-23T08:00:00+00:00'
    >>> allowed(night, Choices(), zone("America/New_York")) == night
    True
    """
    begin, end = chosen.quiet_from, chosen.quiet_to
    if begin == end:
        return at
    local = at.astimezone(where)
    minute = local.hour * 60 + local.minute
    quiet = begin <= minute < end if begin < end else minute >= begin or minute < end
    return _next(local, end) if quiet else at


def daily(at: datetime, chosen: Choices, where: ZoneInfo) -> datetime:
    """Return when the next daily digest goes: when the quiet hours end.

    >>> from backorder.app.notices.choices import Choices
    >>> from backorder.app.notices.zones import zone
    >>> daily(datetime(2026, 11, 22, 12, tzinfo=UTC), Choices(), zone("UTC")).isoformat()
    '2026-11-23T08:00:00+00:00'
    """
    return _next(at.astimezone(where), chosen.quiet_to)


def due(  # noqa: PLR0913 (what it depends on)
    now: datetime,
    chosen: Choices,
    where: ZoneInfo,
    channel: str,
    *,
    legal: bool = False,
    digest: bool = False,
) -> datetime:
    """Return when a customer's notice made now is to go.

    What a law wants sent waits for no window and no digest; as an e-mail it wakes nobody and goes
    at once.
    """
    if legal:
        return now if channel == "email" else allowed(now, chosen, where)
    if digest:
        return daily(now, chosen, where)
    return allowed(now + timedelta(minutes=chosen.window_minutes), chosen, where)


def _next(local: datetime, minute: int) -> datetime:
    """Return the next instant whose local time is so many minutes after midnight."""
    hour = time(minute // 60, minute % 60)
    at = local.astimezone(UTC)
    days = (local.date(), local.date() + timedelta(days=1))
    # In the night in which clocks go back an hour comes twice: its second one counts as well.
    found = (
        datetime.combine(day, hour, local.tzinfo).replace(fold=fold).astimezone(UTC)
        for day in days
        for fold in (0, 1)
    )
    return next(one for one in found if one > at)
