"""Locks on files: the kernel releases them however their holder ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALONE, SHARED, AT_ONCE = fcntl.LOCK_EX, fcntl.LOCK_SH, fcntl.LOCK_NB


def take(path: Path, kind: int) -> int:
    """Open and lock a file; return its descriptor, which holds the lock until it is closed.

    Raises ``BlockingIOError`` where ``kind`` has ``AT_ONCE`` and somebody else is in the way.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_free(path: Path, kind: int = ALONE) -> bool:
    """Tell whether a lock could be taken now."""
    try:
        os.close(take(path, kind | AT_ONCE))
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a file's lock alone, waiting for it first."""
    descriptor = take(path, ALONE)
    try:
        yield
    finally:
        os.close(descriptor)
