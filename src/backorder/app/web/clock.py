"""The clock of the pages, the API and the jobs: the server's own, or one that runs beside it.

Only a sandbox may have another one: so the demo's company lives on from the day its year ended, and
stories stand still at an instant of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backorder import settings


def now() -> datetime:
    """Return the instant at which what a caller asks for is carried out."""
    return datetime.now(UTC) + timedelta(seconds=_ahead())


def ahead_at(instant: datetime) -> str:
    """Return the value of ``BACKORDER_CLOCK_AHEAD`` that makes it this instant now."""
    return str(round((instant - datetime.now(UTC)).total_seconds()))


def _ahead() -> int:
    if not settings.get("BACKORDER_SANDBOX"):
        return 0
    return int(settings.get("BACKORDER_CLOCK_AHEAD"))
