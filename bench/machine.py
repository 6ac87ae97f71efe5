"""On what was it measured: facts without which no figure means anything."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from backorder import __version__

if TYPE_CHECKING:
    from .stage import Stage

_FLUSHES = 50
_PAGE = bytes(8192)
_SAID = """
SELECT string_agg(name || ' = ' || current_setting(name), ', ' ORDER BY name)
FROM unnest(ARRAY['fsync', 'full_page_writes', 'synchronous_commit', 'shared_buffers']) AS name
"""


def facts(seed: int, size: str) -> dict[str, str]:
    """Return what can be said without a server."""
    return {
        "measured": f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC",
        "size and seed": f"{size}, {seed}",
        "backorder": __version__,
        "machine": f"{os.cpu_count()} processors, {_model()}, {_memory()}",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "load average before": load(),
    }


def server_facts(on: Stage) -> dict[str, str]:
    """Return what the server says of itself, and how long its disk takes to flush a page."""
    row = on.conn.execute(_SAID).fetchone()
    version = on.conn.info.server_version // 10_000
    return {
        "PostgreSQL": f"{version}, {row[0] if row else ''}",
        "disk": f"{_file_system(on.folder)}, flushes 8 kB in {1000 * _flush(on.folder):.2f} ms",
    }


def load() -> str:
    """Return the load average of one, five and fifteen minutes."""
    return ", ".join(f"{value:.2f}" for value in os.getloadavg())


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> str:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / 2**30:.0f} GB"


def _file_system(folder: Path) -> str:
    """Return the type of file system that a folder lies on: on tmpfs nothing is ever flushed."""
    lines = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    mounts = {fields[1]: fields[2] for fields in (line.split() for line in lines)}
    at = folder.resolve()
    return next(
        (mounts[str(p)] for p in (at, *at.parents) if str(p) in mounts), "unknown file system"
    )


def _flush(folder: Path) -> float:
    """Return the median seconds of writing a page and waiting until the disk has it."""
    seconds = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(_FLUSHES):
            started = time.perf_counter()
            os.pwrite(file.fileno(), _PAGE, 0)
            os.fdatasync(file.fileno())
            seconds.append(time.perf_counter() - started)
    return median(seconds)
