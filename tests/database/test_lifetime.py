"""The embedded server runs while somebody uses it, and is stopped cleanly however they end."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backorder import database, embedded
from backorder.domain.errors import DatabaseError
from backorder.embedded import server

from .conftest import end, has_lost, is_stopped, server_of, state, use, wait_for

if TYPE_CHECKING:
    from .conftest import FirstStarts

MIGRATIONS = Path(database.__file__).parent / "app" / "migrations"
FORK = "import os\nif os.fork(): os._exit(0)\nprint('child', flush=True)\nsys.stdin.read()"


def test_two_processes_share_a_server_and_the_last_one_stops_it(home: Path) -> None:
    first, second = use(home), use(home)
    assert server_of(first) == server_of(second)
    assert end(first) == 0
    assert not is_stopped(home)
    third = use(home)
    server_of(third)
    assert end(second) == 0
    assert not is_stopped(home)
    assert end(third) == 0
    # The last one waits for the server, so nothing is left the moment it has ended.
    assert is_stopped(home)
    assert state(home) == "shut down"


@pytest.mark.parametrize(
    ("then", "sent", "status"),
    [
        ("", None, 0),
        ("raise SystemExit(3)", None, 3),
        ("raise ValueError", None, 1),
        ("import os; os._exit(4)", None, 4),
        ("sys.stdin.read()", signal.SIGTERM, -signal.SIGTERM),
        ("sys.stdin.read()", signal.SIGINT, -signal.SIGINT),
        ("sys.stdin.read()", signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_the_server_stops_cleanly_however_its_user_ends(
    home: Path, then: str, sent: signal.Signals | None, status: int
) -> None:
    user = use(home, then)
    server_of(user)
    if sent is not None:
        user.send_signal(sent)
    assert end(user) == status
    wait_for(lambda: is_stopped(home))
    assert state(home) == "shut down"


def test_a_forked_child_keeps_the_server_after_its_parent(home: Path) -> None:
    # The child says that it lives, and lives until its standard input is closed.
    parent = use(home, then=FORK)
    server_of(parent)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "child\n"
    assert parent.wait() == 0
    assert not is_stopped(home)
    parent.communicate()
    wait_for(lambda: is_stopped(home))
    assert state(home) == "shut down"


def test_a_server_that_was_killed_is_recovered_by_the_next_connection(home: Path) -> None:
    with database.connect() as conn:
        conn.execute("CREATE TABLE kept AS SELECT 0 AS n")
        conn.execute("INSERT INTO kept VALUES (1)")
        for pid in server.processes_in(home / "data"):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: is_stopped(home))
    assert state(home) == "in production"
    assert (home / "data" / "postmaster.pid").exists()
    with database.connect() as conn:
        assert conn.execute("SELECT n FROM kept ORDER BY n").fetchall() == [(0,), (1,)]
        conn.execute("DROP TABLE kept")


def test_a_killed_backend_makes_the_next_connection_wait_for_recovery(home: Path) -> None:
    with database.connect() as conn, database.connect() as witness:
        os.kill(conn.info.backend_pid, signal.SIGKILL)
        # Only when the postmaster has seen the death does it end the others and recover.
        wait_for(lambda: has_lost(witness))
        with database.connect() as after:
            assert after.execute("SELECT count(*) FROM policy").fetchone() == (1,)


def test_a_backend_that_outlives_its_postmaster_does_not_block_the_next_start(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_WRECK_SECONDS", 0.3)
    # SIGSTOP stands for a backend too busy to notice that its postmaster is gone.
    with database.connect() as busy:
        busy_pid = busy.info.backend_pid
        os.kill(busy_pid, signal.SIGSTOP)
        postmaster = int((home / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        with database.connect() as conn:
            assert conn.execute("SELECT count(*) FROM policy").fetchone() == (1,)
        assert busy_pid not in server.processes_in(home / "data")
        busy.close()


def test_without_its_keeper_the_server_does_not_run_on(home: Path) -> None:
    first = database.url()
    postmaster = int((home / "data" / "postmaster.pid").read_text().split()[0])
    with open(f"/proc/{postmaster}/stat", encoding="ascii") as stat:  # noqa: PTH123
        keeper = int(stat.read().rpartition(")")[2].split()[1])
    os.kill(keeper, signal.SIGKILL)
    wait_for(lambda: is_stopped(home))
    assert state(home) == "shut down"
    with database.connect(first) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)


def test_two_first_starts_at_once_make_one_database(first_starts: FirstStarts) -> None:
    first, second = first_starts.said
    assert first == second
    identifier, migrations = first.split()
    assert int(identifier) > 0
    assert int(migrations) == len(list(MIGRATIONS.glob("[0-9]*.py")))
    # A cluster left half made by somebody who was killed stood in the folder before.
    assert not (first_starts.home / "data.new").exists()


def test_a_long_or_odd_path_gets_its_socket_elsewhere(home: Path) -> None:
    odd = home.parent / ("a, b " + "x" * 90)
    home.rename(odd)
    try:
        address = embedded.attach(odd)
        assert len(address) < 100
        with database.connect(address, check=False) as conn:
            row = conn.execute("SHOW unix_socket_directories").fetchone()
        folder = str(row[0]).strip('"') if row else ""
        assert folder.startswith("/tmp/backorder-")  # noqa: S108
        assert os.stat(folder).st_mode & 0o077 == 0  # noqa: PTH116
        embedded.leave(odd)
        wait_for(lambda: is_stopped(odd))
        assert not os.path.exists(folder)  # noqa: PTH110
    finally:
        embedded.leave(odd)
        odd.rename(home)


def test_the_server_listens_on_no_network_and_keeps_what_it_says(home: Path) -> None:
    with database.connect() as conn:
        shown = {
            name: conn.execute(f"SHOW {name}").fetchone()
            for name in ("listen_addresses", "fsync", "data_checksums", "synchronous_commit")
        }
    assert shown == {
        "listen_addresses": ("",),
        "fsync": ("on",),
        "data_checksums": ("on",),
        "synchronous_commit": ("on",),
    }


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseError) as refusal:
        embedded.attach(tmp_path / "file" / "home")
    assert refusal.value.code == "embedded_folder_closed"
    assert refusal.value.facts == {"folder": str(tmp_path / "file" / "home")}


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    conf = home / "data" / "postgresql.conf"
    good = conf.read_text()
    try:
        conf.write_text(f"{good}max_connections = many\n")
        with pytest.raises(DatabaseError) as refusal:
            embedded.attach(home)
    finally:
        conf.write_text(good)
    assert refusal.value.code == "embedded_start_failed"
    assert "max_connections" in (home / "postgres.log").read_text()
    assert is_stopped(home)
