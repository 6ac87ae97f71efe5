"""Figures over the whole books, kept for a while where working them out takes long."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

_T = TypeVar("_T")

QUICK = 0.03  # seconds; a figure that takes no longer is never kept
AS_OLD_AS = 100  # times what it took: so a slow figure costs a hundredth of the server
OLDEST = 300.0  # seconds


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
