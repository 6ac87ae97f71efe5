"""Root and ordinary users: who the server runs as, and which folders it may pass through."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backorder import embedded, settings
from backorder.embedded import unprivileged
from tests.support import require

from .conftest import environment, is_stopped, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = [str(Path(embedded.__file__).parents[2]), *(p for p in sys.path if "site-packages" in p)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that nobody else may enter."""
    path = Path(tempfile.mkdtemp(prefix="backorder-root-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def somebody() -> unprivileged.User:
    """Return an ordinary user; only root can act as one."""
    require("root", present=os.geteuid() == 0)
    entry = pwd.getpwnam("nobody")
    return unprivileged.User(entry.pw_uid, entry.pw_gid, "nobody")


def interpreter(user: unprivileged.User) -> str:
    """Return a Python of our version that the user may run."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        real = Path(path).resolve()
        if real.exists() and unprivileged.may(user, "-x", real):
            return path
    require(f"a {name} that others may run", present=False)
    raise AssertionError


def test_an_ordinary_user_runs_the_server_as_itself(
    folder: Path, somebody: unprivileged.User
) -> None:
    python = interpreter(somebody)
    os.chown(folder, somebody.uid, somebody.gid)
    home = folder / "home"
    script = (
        "import os\n"
        "from backorder import database\n"
        "with database.connect() as conn:\n"
        "    print(conn.execute('SELECT count(*) FROM policy').fetchone()[0])\n"
        "print(os.stat(os.environ['BACKORDER_HOME'] + '/data').st_uid)\n"
    )
    done = subprocess.run(
        [python, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        user=somebody.uid,
        group=somebody.gid,
        extra_groups=[],
        cwd="/",
        env=environment(home, PYTHONPATH=os.pathsep.join(SOURCES), HOME=str(folder)),
    )
    assert (done.stdout.split(), done.stderr) == (["1", str(somebody.uid)], "")
    wait_for(lambda: is_stopped(home))


def test_root_keeps_its_database_where_the_server_can_reach_it(
    somebody: unprivileged.User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BACKORDER_HOME")
    assert settings.home() == Path("/var/lib/backorder")


def test_only_the_servers_user_may_pass_and_nobody_may_look(
    folder: Path, somebody: unprivileged.User
) -> None:
    inner = folder / "inner"
    inner.mkdir(mode=0o700)
    assert not unprivileged.may(somebody, "-x", inner)
    assert unprivileged.let_pass(inner, somebody) == [folder, inner]
    assert unprivileged.may(somebody, "-x", inner)
    assert not unprivileged.may(somebody, "-r", folder)
    other = pwd.getpwnam("daemon")
    assert not unprivileged.may(unprivileged.User(other.pw_uid, other.pw_gid, ""), "-x", inner)
    assert unprivileged.let_pass(inner, somebody) == []
    assert stat.S_IMODE(folder.stat().st_mode) & 0o007 == 0


def test_programs_that_the_server_may_not_read_are_copied_once(
    folder: Path, somebody: unprivileged.User
) -> None:
    closed = folder / "closed"
    home = Path(tempfile.mkdtemp(prefix="backorder-open-"))
    try:
        home.chmod(0o711)
        closed.mkdir(mode=0o700)
        install = closed / "install"
        shutil.copytree(embedded.install(), install, symlinks=True)
        copy = unprivileged.reachable_copy(install, home, somebody)
        assert copy.parent == home
        said = subprocess.run(
            [copy / "bin" / "postgres", "--version"],
            check=True,
            capture_output=True,
            text=True,
            user=somebody.uid,
            group=somebody.gid,
            extra_groups=[],
            cwd="/",
        ).stdout
        assert said.startswith("postgres (PostgreSQL) 18")
        assert unprivileged.reachable_copy(install, home, somebody) == copy
        assert unprivileged.reachable_copy(copy, home, somebody) == copy
    finally:
        shutil.rmtree(home)
