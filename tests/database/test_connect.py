"""Connections are refused where the server is old, absent or unsafe, or the schema not ours."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from backorder import database
from backorder.domain.errors import DatabaseError
from tests.support import temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST = max(path.stem for path in Path(database.__file__).parent.glob("app/migrations/[0-9]*.py"))


def refusal_of(address: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught:
        database.connect(address).close()
    return caught.value


def test_a_connection_commits_by_itself_and_has_limits(
    conn: psycopg.Connection[tuple[Any, ...]],
) -> None:
    assert conn.autocommit
    assert conn.prepare_threshold == 0
    shown = conn.execute(
        "SELECT current_setting('plan_cache_mode'), current_setting('TimeZone'),"
        " current_setting('lock_timeout'), current_setting('client_encoding')"
    ).fetchone()
    assert shown == ("force_generic_plan", "UTC", "30s", "UTF8")


def test_the_callers_own_options_are_kept(database_url: str) -> None:
    with database.connect(f"{database_url}&options=-c%20statement_timeout%3D7s") as conn:
        assert conn.execute("SHOW statement_timeout").fetchone() == ("7s",)
        assert conn.execute("SHOW plan_cache_mode").fetchone() == ("force_generic_plan",)


def test_an_outdated_schema_is_refused_and_not_migrated(database_url: str) -> None:
    with database.connect(database_url, check=False) as conn:
        conn.execute("DELETE FROM django_migrations WHERE name = %s", [NEWEST])
    refused = refusal_of(database_url)
    assert refused.code == "schema_outdated"
    assert refused.facts == {"missing": [NEWEST], "command": "backorder migrate"}
    assert "backorder migrate" in refused.text
    with database.connect(database_url, check=False) as conn:
        assert NEWEST not in database.applied_migrations(conn)


def test_a_newer_schema_is_refused(database_url: str) -> None:
    with database.connect(database_url, check=False) as conn:
        conn.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('backorder', '9999_x', now())"
        )
    refused = refusal_of(database_url)
    assert (refused.code, refused.facts) == ("schema_newer", {"unknown": ["9999_x"]})


def test_migrate_brings_an_empty_database_up_to_date_once(server_url: str) -> None:
    with temporary_database(server_url, f"backorder_test_{secrets.token_hex(6)}") as address:
        assert refusal_of(address).code == "schema_outdated"
        assert database.migrate(address)[-1] == NEWEST
        database.connect(address).close()
        assert database.migrate(address) == []


@pytest.mark.parametrize(
    ("setting", "value"), [("synchronous_commit", "off"), ("synchronous_commit", "local")]
)
def test_a_server_that_may_lose_orders_is_refused(
    database_url: str, setting: str, value: str
) -> None:
    name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
    with database.connect(database_url, check=False) as conn:
        conn.execute(f'ALTER DATABASE "{name}" SET {setting} = {value}')
    database.forget()
    if value == "local":  # as durable as can be, without a standby
        database.connect(database_url).close()
        return
    refused = refusal_of(database_url)
    assert (refused.code, refused.facts) == ("database_unsafe", {"settings": {setting: value}})


@pytest.mark.parametrize(
    ("reported", "code"),
    [
        ({}, None),
        ({"fsync": "off"}, "database_unsafe"),
        ({"full_page_writes": "off"}, "database_unsafe"),
        ({"synchronous_commit": "off"}, "database_unsafe"),
        ({"synchronous_commit": "remote_write"}, None),
        ({"synchronous_commit": "local", "synchronous_standby_names": "b"}, "database_unsafe"),
        ({"server_encoding": "SQL_ASCII"}, "database_encoding"),
        ({"recovering": True}, "database_is_replica"),
    ],
)
def test_what_a_server_reports_decides(reported: dict[str, Any], code: str | None) -> None:
    good = {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "synchronous_standby_names": "",
        "server_encoding": "UTF8",
        "recovering": False,
    }
    if code is None:
        database.refuse_unsafe(good | reported)
        return
    with pytest.raises(DatabaseError) as refused:
        database.refuse_unsafe(good | reported)
    assert refused.value.code == code


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


@contextlib.contextmanager
def old_server(version: str) -> Iterator[str]:
    """Speak just enough of the protocol to let one client in and to say how old we are."""
    folder = tempfile.mkdtemp(prefix="backorder-old-")
    welcome = _message(b"R", struct.pack("!I", 0))
    for name, value in (("server_version", version), ("client_encoding", "UTF8")):
        welcome += _message(b"S", f"{name}\0{value}\0".encode())
    welcome += _message(b"Z", b"I")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/.s.PGSQL.5432")
        listener.listen(1)

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                client.recv(4096)
                client.sendall(welcome)
                client.recv(4096)  # the client's farewell

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"postgresql://me@/shop?host={folder}"
        thread.join(timeout=10)
    Path(folder, ".s.PGSQL.5432").unlink()
    Path(folder).rmdir()


def test_an_old_server_is_refused_by_its_version() -> None:
    with old_server("14.9") as address:
        refused = refusal_of(address)
    assert refused.code == "database_too_old"
    assert refused.facts == {"version": 14, "needed": 15}


def test_an_unreachable_server_is_named_without_its_password(tmp_path: Path) -> None:
    refused = refusal_of(f"postgresql://me:geheim@/shop?host={tmp_path}")
    assert refused.code == "database_unreachable"
    assert refused.facts == {"host": str(tmp_path), "dbname": "shop"}
    assert "geheim" not in refused.text
    assert "No such file" in refused.text


def test_an_address_that_makes_no_sense_is_refused() -> None:
    refused = refusal_of("postgresql://me:geheim@host:port/shop?nonsense=1")
    assert refused.code == "database_url_invalid"
    assert "geheim" not in refused.text


def test_neither_importing_nor_connecting_loads_django(database_url: str) -> None:
    script = (
        "import sys, backorder, backorder.cli\n"
        "slow = {'django', 'psycopg', 'polars'} & set(sys.modules)\n"
        "assert not slow, slow\n"
        "from backorder import database\n"
        "database.connect().close()\n"
        "assert 'django' not in sys.modules\n"
    )
    environ = os.environ | {"DATABASE_URL": database_url}
    subprocess.run([sys.executable, "-c", script], check=True, env=environ)
