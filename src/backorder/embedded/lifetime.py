"""Join the embedded server and leave it again.

Files in the folder of the embedded database::

    start.lock   held while somebody looks whether the server runs, and starts it
    users.lock   held shared by every process that uses the server, for as long as it lives
    keeper.lock  held by the keeper process (keeper.py), which stops the server
    data/        the cluster; run/ its socket; postgres.log what it said
"""

from __future__ import annotations

import atexit
import os
import time
from typing import TYPE_CHECKING

from backorder.domain.errors import DatabaseError

from . import locks
from .server import running, start

if TYPE_CHECKING:
    from pathlib import Path

_LEAVE_SECONDS = 30.0
_POLL_SECONDS = 0.02

_leases: dict[Path, int] = {}


def attach(home: Path) -> str:
    """Join the server of a folder, or start it; return the address of its ``postgres`` database.

    This process holds the server up until it ends, or until it calls ``leave``. Calling again is
    cheap, and starts the server anew where it has died.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "start.lock").touch(mode=0o600)
    except OSError as error:
        raise DatabaseError(
            "embedded_folder_closed",
            f"The embedded database needs the folder {home}: {error.strerror}; "
            "set BACKORDER_HOME to another one, or DATABASE_URL to a server.",
            folder=str(home),
        ) from error
    with locks.alone(home / "start.lock"):
        if home in _leases:
            return running(home) or start(home)
        # Waits where a keeper is just stopping the server.
        lease = locks.take(home / "users.lock", locks.SHARED)
        try:
            address = running(home) or start(home)
        except BaseException:
            os.close(lease)
            raise
    if not _leases:
        atexit.register(leave_all)
    _leases[home] = lease
    return address


def leave(home: Path) -> None:
    """Stop using a folder's server; where we are the last one, wait until it has stopped."""
    lease = _leases.pop(home, None)
    if lease is None:
        return
    # Closing, not unlocking: a forked child that still uses the server keeps its share.
    os.close(lease)
    deadline = time.monotonic() + _LEAVE_SECONDS
    while time.monotonic() < deadline and not _used_by_others(home):
        if locks.is_free(home / "keeper.lock"):
            return
        time.sleep(_POLL_SECONDS)


def leave_all() -> None:
    """Stop using every server; runs when the process ends."""
    for home in list(_leases):
        leave(home)


def _used_by_others(home: Path) -> bool:
    """Tell whether anybody but the keeper holds a lock on the users' file."""
    users = home / "users.lock"
    return users.exists() and not locks.is_free(users) and locks.is_free(users, locks.SHARED)
