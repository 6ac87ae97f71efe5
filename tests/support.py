"""Helpers for tests: heavy parts that may be missing, and databases that come and go."""

from __future__ import annotations

import contextlib
import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from backorder import settings
from backorder.database import with_database

if TYPE_CHECKING:
    from collections.abc import Iterator

# How many seconds a test waits for what must come, before it is a failure. Waiting for a condition
# ends when it holds, so much patience costs nothing; on a slow disk under load, a server once
# took 70 seconds to come up.
PATIENCE = 240.0


def is_worker() -> bool:
    """Tell whether this process is one of several that share a test run."""
    return "PYTEST_XDIST_WORKER" in os.environ


def require(name: str, *, present: bool | None = None) -> None:
    """Skip the test where a heavy part is missing; fail where everything was asked for.

    ``name`` is a module, unless ``present`` says whether the part (a browser, a data set) is there.
    """
    if find_spec(name) is not None if present is None else present:
        return
    reason = f"{name} is not here"
    if settings.get("BACKORDER_REQUIRE_ALL"):
        pytest.fail(f"{reason}, and BACKORDER_REQUIRE_ALL=1")
    pytest.skip(reason)


@contextlib.contextmanager
def temporary_database(server: str, name: str, template: str = "template0") -> Iterator[str]:
    """Create a database on a server, hand out its address, and drop it afterwards."""
    source, target = sql.Identifier(template), sql.Identifier(name)
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(target, source)
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(create)
    try:
        yield with_database(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as conn:
            conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(target))


@contextlib.contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collect the statements that this process sends to PostgreSQL."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(self: psycopg.Cursor[Any], query: Any, *rest: Any, **more: Any) -> Any:
        sent.append(query.as_string(self) if isinstance(query, sql.Composable) else str(query))
        return execute(self, query, *rest, **more)

    psycopg.Cursor.execute = noted  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]
