"""Databases for tests: one server for the run, a fresh migrated database for each test."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from backorder import database, embedded, settings
from tests.support import is_worker, temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

_HOME = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a database folder of its own, shared by all its processes."""
    if is_worker():
        return
    home = Path(tempfile.mkdtemp(prefix="backorder-tests-"))
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
    """Return the address of a migrated database, from which each test's own is cloned."""
    name = f"backorder_template_{secrets.token_hex(4)}"
    with temporary_database(server_url, name) as address:
        database.migrate(address)
        yield address


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
