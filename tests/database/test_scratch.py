"""Scratch databases: copied where there is a template, migrated where there is none."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from backorder import database

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def name(server_url: str) -> Iterator[str]:
    """Return a name for a scratch database, which is dropped after the test."""
    name = f"backorder_scratch_{secrets.token_hex(6)}"
    yield name
    with psycopg.connect(server_url, autocommit=True) as conn:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        conn.execute(drop.format(sql.Identifier(name)))


@pytest.fixture
def migrated(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Return which databases would have been migrated."""
    found: list[str | None] = []

    def migrate(address: str | None = None) -> list[str]:
        found.append(address)
        return []

    monkeypatch.setattr(database, "migrate", migrate)
    return found


def test_a_copy_needs_no_migration(
    server_url: str,
    template_url: str,
    name: str,
    migrated: list[str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = psycopg.conninfo.conninfo_to_dict(template_url)["dbname"]
    monkeypatch.setenv("BACKORDER_TEMPLATE", str(template))
    address = database.with_database(server_url, name)
    with database.connect(server_url, check=False) as conn:
        database.make_scratch(conn, name, address)
    assert migrated == []
    with database.connect(address) as made:
        assert made.execute("SELECT count(*) FROM journal").fetchone() == (0,)


@pytest.mark.parametrize("template", ["", "backorder_nowhere"])
def test_without_a_template_it_is_migrated(
    server_url: str,
    name: str,
    migrated: list[str | None],
    monkeypatch: pytest.MonkeyPatch,
    template: str,
) -> None:
    if template:
        monkeypatch.setenv("BACKORDER_TEMPLATE", template)
    else:
        monkeypatch.delenv("BACKORDER_TEMPLATE", raising=False)
    address = database.with_database(server_url, name)
    with database.connect(server_url, check=False) as conn:
        database.make_scratch(conn, name, address)
    assert migrated == [address]
