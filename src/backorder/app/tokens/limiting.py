"""How often one caller may ask: a bucket that fills with time, and a request takes one from it."""

from __future__ import annotations

import threading
import time

from backorder import settings
from backorder.domain.errors import TooManyError

BURST_SECONDS = 2  # a rested caller may send two seconds' worth at once


class Buckets:
    """One bucket for each caller, of this process."""

    def __init__(self, per_second: int) -> None:
        """Start with full buckets; ``per_second`` 0 lets everybody pass."""
        self._per_second = per_second
        self._full = per_second * BURST_SECONDS
        self._levels: dict[int, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, caller: int, now: float) -> float:
        """Take one request from a caller's bucket; return 0, or the seconds until there is one.

        >>> buckets = Buckets(1)
        >>> [buckets.take(7, now) for now in (0.0, 0.0, 0.0, 1.0)]
        [0.0, 0.0, 1.0, 0.0]
        """
        if self._per_second == 0:
            return 0.0
        with self._lock:
            level, since = self._levels.get(caller, (float(self._full), now))
            level = min(self._full, level + (now - since) * self._per_second)
            if level < 1:
                self._levels[caller] = (level, now)
                return (1 - level) / self._per_second
            self._levels[caller] = (level - 1, now)
            return 0.0


_of_process: list[Buckets] = []


def take(caller: int) -> None:
    """Count one request of a caller; raise ``TooManyError`` where it is one too many."""
    if not _of_process:
        _of_process.append(Buckets(settings.get("BACKORDER_RATE_LIMIT")))
    wait = _of_process[0].take(caller, time.monotonic())
    if wait:
        raise TooManyError(
            "too_many_requests",
            "This token asks more often than is allowed; wait a little.",
            retry_after=int(wait) + 1,
        )


def reset() -> None:
    """Start with full buckets, and read the setting anew."""
    _of_process.clear()
