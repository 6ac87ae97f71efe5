"""``backup`` and ``restore``: the whole database, all of it or nothing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from backorder import database
from backorder.cli import _archive
from backorder.domain.errors import DatabaseError
from tests.support import temporary_database

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Shell

Conn = psycopg.Connection[tuple[Any, ...]]

GOODS = """
INSERT INTO product (sku, name) SELECT 'P' || n, 'Täßchen ' || n FROM generate_series(1, 500) n
"""
ENTRY = """
INSERT INTO journal (id, verb, actor, at, input, result)
VALUES (nextval('number_journal'), 'count', 'ann', '2026-11-22T09:00:00Z', '{}', '{}')
"""


def content(conn: Conn) -> dict[str, str | None]:
    """Return a digest of every table's rows and every sequence's place."""
    names = conn.execute(
        "SELECT relname, relkind = 'S' FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY relname"
    ).fetchall()
    found = {}
    for name, is_sequence in names:
        columns = "last_value::text || is_called" if is_sequence else "x::text"
        query = "SELECT md5(string_agg({0}, ',' ORDER BY {0})) FROM {1} AS x"
        row = conn.execute(sql.SQL(query).format(sql.SQL(columns), sql.Identifier(name))).fetchone()
        found[name] = row[0] if row else None
    return found


@pytest.fixture
def archive(shell: Shell, conn: Conn, tmp_path: Path) -> Path:
    """Return a backup of the test's database, which holds goods and one entry by then."""
    conn.execute(GOODS)
    conn.execute(ENTRY)
    file = tmp_path / "shop.backup"
    answer = shell("backup", str(file), "--json")
    assert answer.status == 0, answer.err
    assert answer.json() == {"file": str(file), "bytes": file.stat().st_size}
    return file


def test_what_is_restored_is_what_was_there(
    shell: Shell,
    archive: Path,
    conn: Conn,
    server_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved = content(conn)
    assert len(saved) > 30
    with temporary_database(server_url, f"backorder_test_{secrets.token_hex(6)}") as address:
        monkeypatch.setenv("DATABASE_URL", address)
        answer = shell("restore", str(archive), "--json")
        assert (answer.status, answer.err) == (0, "")
        assert answer.json() == {"file": str(archive), "orders": 0}
        with database.connect(address) as restored:
            assert content(restored) == saved
            with pytest.raises(psycopg.errors.RestrictViolation):
                restored.execute("DELETE FROM journal")
        # And again, from the restored one: nothing of the schema was lost on the way.
        second = archive.with_name("second.backup")
        assert shell("backup", str(second)).status == 0
        assert shell("restore", str(second), "--replace").status == 0
        with database.connect(address) as restored:
            assert content(restored) == saved


def test_a_database_in_use_is_not_overwritten_unless_told(
    shell: Shell, archive: Path, conn: Conn
) -> None:
    saved = content(conn)
    conn.execute(ENTRY)
    changed = content(conn)
    answer = shell("restore", str(archive), "--json")
    assert answer.status == 1
    assert answer.json()["error"]["code"] == "not_empty"
    assert answer.json()["error"]["facts"] == {"orders": 0, "journal": 2}
    assert content(conn) == changed
    assert shell("restore", str(archive), "--replace").status == 0
    assert content(conn) == saved


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.9999])
def test_a_damaged_backup_changes_nothing(
    shell: Shell, archive: Path, conn: Conn, kept: float
) -> None:
    before = content(conn)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * kept)])
    answer = shell("restore", str(archive), "--replace", "--json")
    assert answer.status == 1
    assert answer.json()["error"]["code"] in {"archive_failed", "restore_failed"}
    assert content(conn) == before


def test_a_file_that_is_no_backup_is_refused(
    shell: Shell, conn: Conn, tmp_path: Path, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "text.backup"
    text.write_text("SELECT 1;")
    assert shell("restore", str(text), "--json").json()["error"]["code"] == "not_a_backup"
    none = shell("restore", str(tmp_path / "none"), "--json")
    assert none.json()["error"]["code"] == "file_unreadable"
    other = tmp_path / "other.backup"
    with temporary_database(server_url, f"backorder_test_{secrets.token_hex(6)}") as address:
        with psycopg.connect(address) as stranger:
            stranger.execute("CREATE TABLE journal (n int)")
        tools = _archive.programs(conn.info.server_version // 10_000)
        _archive.write(address, other, tools)
    answer = shell("restore", str(other), "--json")
    assert answer.json()["error"]["facts"]["missing"] == ["django_migrations", "sales_order"]


def test_a_backup_that_fails_leaves_the_older_one(
    conn: Conn, tmp_path: Path, database_url: str
) -> None:
    file = tmp_path / "shop.backup"
    file.write_bytes(b"older")
    tools = _archive.programs(conn.info.server_version // 10_000)
    with pytest.raises(DatabaseError) as refusal:
        _archive.write(database.with_database(database_url, "nowhere"), file, tools)
    assert refusal.value.code == "archive_failed"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("shop.backup", b"older")
    ]


def test_a_backup_is_for_its_owner_only(shell: Shell, archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    missing = shell("backup", str(archive.parent / "none" / "x"), "--json")
    assert missing.json()["error"]["code"] == "folder_missing"
