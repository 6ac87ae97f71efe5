"""The open purchases whose delay costs most a day; in large books as a worker keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import settings
from backorder.ledger.purchasing.expediting import expedite

from . import figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from psycopg import Connection

MOST = 5


class Hurried(NamedTuple):
    """The purchases, those first that cost most; the instant they are of, where they are kept."""

    rows: list[dict[str, Any]]
    as_of: datetime | None


def read(conn: Connection[Any], now: datetime) -> Hurried:
    """Return the purchases of an instant; in large books they may be some minutes old."""
    kept = figures.shared(conn, list(KEPT), now).get("hurried")
    if kept is not None:
        return Hurried(kept.body, kept.as_of)
    return Hurried(_hurried(conn, now.date(), ""), None)


def _hurried(conn: Connection[Any], today: date, zone: str) -> list[dict[str, Any]]:
    del zone
    return expedite(conn, today, settings.get("BACKORDER_WAIT_PERCENT"), MOST)


KEPT: dict[str, Callable[[Connection[Any], date, str], Any]] = {"hurried": _hurried}
