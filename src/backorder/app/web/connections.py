"""Connections to PostgreSQL that the threads of one process share: few, checked, and in turn."""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.pq import TransactionStatus

from backorder import database
from backorder.domain.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

LONGEST_WAIT = 5.0
TRUSTED_SECONDS = 5.0  # a connection that rested longer is asked whether it still lives


class Connections:
    """At most ``size`` connections to one address; the one used last is lent first."""

    def __init__(self, address: str, size: int, wait_seconds: float = LONGEST_WAIT) -> None:
        """Open nothing yet."""
        self.address = address
        self._turns = threading.BoundedSemaphore(size)
        self._wait_seconds = wait_seconds
        self._resting: deque[tuple[Connection[Any], float]] = deque()

    @contextmanager
    def lend(self) -> Iterator[Connection[Any]]:
        """Lend a connection in autocommit mode; raise ``BusyError`` where none becomes free."""
        if not self._turns.acquire(timeout=self._wait_seconds):
            raise BusyError("too_busy", "All connections are in use; try again.", retry_after=1)
        try:
            conn = self._take()
            try:
                yield conn
            finally:
                self._put_back(conn)
        finally:
            self._turns.release()

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._resting:
            self._resting.pop()[0].close()

    def _take(self) -> Connection[Any]:
        while self._resting:
            conn, since = self._resting.pop()
            if time.monotonic() - since < TRUSTED_SECONDS or _lives(conn):
                return conn
            conn.close()
        return database.connect(self.address)

    def _put_back(self, conn: Connection[Any]) -> None:
        if conn.closed or conn.info.transaction_status != TransactionStatus.IDLE:
            conn.close()
            # What broke this one may have broken those that rest: a restarted server, say.
            self.close()
        else:
            self._resting.append((conn, time.monotonic()))


def _lives(conn: Connection[Any]) -> bool:
    try:
        conn.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


_shared: list[Connections] = []


def use(connections: Connections) -> None:
    """Let this process use these connections from now on."""
    _shared[:] = [connections]


def shared() -> Connections:
    """Return the connections of this process."""
    return _shared[0]
