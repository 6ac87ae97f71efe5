"""Databases for tests: one server for the run, a fresh migrated database for each test."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from backorder import database, embedded, settings
from backorder.database import with_database
from tests.support import is_worker, temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOME = pytest.StashKey[Path]()
# A database for each test is made and dropped some thousand times: ten times as fast in memory.
_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
_ROOM = 8 << 30  # bytes


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a database folder of its own, shared by all its processes."""
    if is_worker():
        return
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    home = Path(tempfile.mkdtemp(prefix="backorder-tests-", dir=_MEMORY if roomy else None))
    config.stash[_HOME] = home
    os.environ["BACKORDER_HOME"] = str(home)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's database folder, once its server has stopped."""
    embedded.leave_all()
    home = config.stash.get(_HOME, None)
    if home is not None:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def server_url() -> str:
    """Return the address of a database from which others can be created."""
    given: str | None = settings.get("DATABASE_URL")
    return given or embedded.attach(settings.home())


@pytest.fixture(scope="session")
def template_url(server_url: str) -> Iterator[str]:
    """Return the address of a migrated database, from which each test's own is cloned.

    The processes of a run share the one on their server; on somebody else's each makes its own.
    """
    if settings.get("DATABASE_URL") is None:
        address = _shared_template(server_url)
        os.environ["BACKORDER_TEMPLATE"] = "backorder_template"  # scratch databases are cloned too
        yield address
        return
    name = f"backorder_template_{secrets.token_hex(4)}"
    with temporary_database(server_url, name) as address:
        database.migrate(address)
        yield address


def _shared_template(server: str) -> str:
    """Return the template of this run's server; who asks first makes it, the others wait."""
    name = "backorder_template"
    with (settings.home() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(server, autocommit=True) as conn:
            there = conn.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
            if there is None:
                conn.execute("CREATE DATABASE backorder_template TEMPLATE template0")
        address = with_database(server, name)
        if there is None:
            database.migrate(address)
    return address


@pytest.fixture
def database_url(server_url: str, template_url: str) -> Iterator[str]:
    """Return the address of a fresh migrated database; it is dropped after the test."""
    name = f"backorder_test_{secrets.token_hex(6)}"
    template = str(conninfo_to_dict(template_url)["dbname"])
    with temporary_database(server_url, name, template) as address:
        yield address


@pytest.fixture
def conn(database_url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Return a connection to the test's own database."""
    with database.connect(database_url) as connection:
        yield connection
