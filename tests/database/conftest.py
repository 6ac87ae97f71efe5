"""Folders with an embedded server that a test may start, kill and leave."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
import pytest

from backorder import database, embedded
from backorder.embedded import keeper, locks, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Says which server it uses, then uses it until its standard input is closed. Who was started in the
# background may have been told to ignore Ctrl-C, and hands that on: this one listens to it.
USER = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from backorder import database
conn = database.connect()
print(conn.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
"""

FIRST = """
from backorder import database
with database.connect() as conn:
    print(conn.execute("SELECT system_identifier FROM pg_control_system()").fetchone()[0])
    print(len(database.applied_migrations(conn)))
"""


# A busy disk makes the checkpoint of a shutdown slow; the keeper ends a server that hangs longer.
PATIENCE_SECONDS = keeper.PATIENCE_SECONDS + 30.0


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that uses the embedded server of a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"BACKORDER_HOME": str(home)} | more


def use(home: Path, then: str = "sys.stdin.read()") -> subprocess.Popen[str]:
    """Start a process that uses the folder's server and then does ``then``."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{USER}\n{then}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home),
    )


def server_of(process: subprocess.Popen[str]) -> str:
    """Wait until a process uses its server; return since when that server has been running."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        pytest.fail(process.communicate()[1])
    return line


def end(process: subprocess.Popen[str]) -> int:
    """Let a process go on to its end, and return its status."""
    process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode


def wait_for(holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something holds, or fail."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


def has_lost(conn: psycopg.Connection[tuple[Any, ...]]) -> bool:
    """Tell whether the server has ended a connection."""
    try:
        conn.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


def is_stopped(home: Path) -> bool:
    """Tell whether neither the keeper nor any PostgreSQL process of the folder is left."""
    return locks.is_free(home / "keeper.lock") and not server.processes_in(home / "data")


def state(home: Path) -> str:
    """Return the cluster's state as PostgreSQL wrote it down."""
    said = subprocess.run(
        [embedded.install() / "bin" / "pg_controldata", home / "data"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "C"},
    ).stdout
    (line,) = (line for line in said.splitlines() if line.startswith("Database cluster state"))
    return line.partition(":")[2].strip()


class FirstStarts(NamedTuple):
    """A folder whose database was made by two processes that started at once; what they said."""

    home: Path
    said: list[str]


@pytest.fixture(scope="session")
def first_starts() -> Iterator[FirstStarts]:
    """Let two processes start the server in a new folder at once; it is stopped afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="backorder-made-"))
    parent.chmod(0o711)
    home = parent / "home"
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18\n")
    both = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(home),
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=PATIENCE_SECONDS)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    wait_for(lambda: is_stopped(home))
    yield FirstStarts(home, said)
    shutil.rmtree(parent)


@pytest.fixture
def home(first_starts: FirstStarts, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with a database, whose server is stopped before and after the test."""
    home = first_starts.home
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("BACKORDER_HOME", str(home))
    yield home
    embedded.leave(home)
    wait_for(lambda: is_stopped(home))


@pytest.fixture(autouse=True)
def _forget_addresses() -> Iterator[None]:
    """Let no test profit from what another one checked."""
    yield
    database.forget()
