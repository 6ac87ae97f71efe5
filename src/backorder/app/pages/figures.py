"""Figures over the whole books, kept for a while where working them out takes long.

What a worker keeps in the database (see keeping.py) comes first. Where it keeps nothing, because
the books are small or no worker has run yet, a process works a figure out and remembers it.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from backorder.app.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from psycopg import Connection

_T = TypeVar("_T")

QUICK = 0.03  # seconds; a figure that takes no longer is never kept
AS_OLD_AS = 100  # times what it took: so a slow figure costs a hundredth of the server
OLDEST = 300.0  # seconds
FORGOTTEN = timedelta(days=7)  # what is older was kept by a worker that no longer runs


class Shared(NamedTuple):
    """A figure as the database keeps it for all processes."""

    as_of: datetime
    body: Any


def shared(conn: Connection[Any], names: Sequence[str], now: datetime) -> dict[str, Shared]:
    """Return the figures that a worker keeps, by name; none in small books."""
    rows = conn.execute(statement("figures_kept"), {"names": list(names)}).fetchall()
    return {name: Shared(at, body) for name, at, body in rows if now - at < FORGOTTEN}


class _Kept(NamedTuple):
    value: Any
    until: float


_kept: dict[tuple[str, str, object], _Kept] = {}
_working: dict[tuple[str, str, object], threading.Lock] = {}


def remember(conn: Connection[Any], name: str, of: object, work_out: Callable[[], _T]) -> _T:
    """Return a figure, a little old where it is slow to work out.

    ``of`` is what it is about, a day say. In small books nothing is ever old: what is quick is
    worked out anew each time. While one request works it out, others get the old one.
    """
    key = (f"{conn.info.host}:{conn.info.port}/{conn.info.dbname}", name, of)
    known = _kept.get(key)
    if known is not None and known.until > time.monotonic():
        return known.value  # type: ignore[no-any-return]
    turn = _working.setdefault(key, threading.Lock())
    if not turn.acquire(blocking=known is None):
        assert known is not None
        return known.value  # type: ignore[no-any-return]
    try:
        begun = time.monotonic()
        value = work_out()
        took = time.monotonic() - begun
        if took > QUICK:
            _kept[key] = _Kept(value, begun + min(OLDEST, AS_OLD_AS * took))
        return value
    finally:
        turn.release()
