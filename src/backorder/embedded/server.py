"""Start the embedded server, and see whether it runs. Callers hold ``start.lock``."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from backorder.domain.errors import DatabaseError

from . import keeper, locks, programs, unprivileged
from .cluster import SUPERUSER, create

if TYPE_CHECKING:
    from .unprivileged import User

_POLL_SECONDS = 0.02
_START_SECONDS = 600.0  # recovery after a crash may have a lot to read
_STARTS = 3
_WRECK_SECONDS = 5.0
_LOG_BYTES = 10_000_000
_READY_LINES = 8  # of postmaster.pid, the last of which says "ready"
_PLAIN_PATH = re.compile(r"[\w./+-]{1,85}")  # socket addresses have room for about 107 characters


def running(home: Path) -> str | None:
    """Return the server's address if it is up and ready for connections."""
    if locks.is_free(home / "keeper.lock"):
        return None  # whatever postmaster.pid says was left by a server that was killed
    try:
        lines = (home / "data" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return None
    if len(lines) < _READY_LINES or lines[_READY_LINES - 1].strip() != "ready":
        return None
    folder = lines[4]
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(f"{folder}/.s.PGSQL.5432")
        except OSError:
            return None
    return f"postgresql://{SUPERUSER}@/postgres?host={quote(folder, safe='/')}"


def start(home: Path) -> str:
    """Start the server, wait until it is ready, and return its address.

    The caller holds a share of ``users.lock`` too: without it the keeper would stop at once.
    """
    user = unprivileged.server_user(home / "data")
    for opened in unprivileged.let_pass(home, user):
        if opened != home and user:
            sys.stderr.write(f"backorder: {opened} lets user {user.name} pass through now\n")
    install = unprivileged.reachable_copy(programs.install(), home, user)
    if not (home / "data" / "PG_VERSION").exists():
        create(home, install, user)
    starts = 0
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            keeper_lock = locks.take(home / "keeper.lock", locks.ALONE | locks.AT_ONCE)
        except BlockingIOError:
            if address := running(home):
                return address
            time.sleep(_POLL_SECONDS)
            continue
        try:
            if starts == _STARTS:
                break
            _clear_wreck(home / "data")
            _spawn_keeper(home, install, user, keeper_lock)
            starts += 1
        finally:
            os.close(keeper_lock)
    raise DatabaseError(
        "embedded_start_failed",
        f"The embedded PostgreSQL in {home} does not start; its log ends with: {_last_line(home)}",
        home=str(home),
        log=str(home / "postgres.log"),
    )


def _spawn_keeper(home: Path, install: Path, user: User | None, lock: int) -> None:
    """Start the keeper, which inherits the keeper lock and starts the server."""
    log = home / "postgres.log"
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.rename(log.with_suffix(".log.old"))
    sockets, temporary = _socket_folder(home, user)
    command = [str(install / "bin" / "postgres"), "-D", str(home / "data")]
    for name, value in {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_directories": f'"{sockets}"',
        "unix_socket_permissions": "0700",
    }.items():
        command += ["-c", f"{name}={value}"]
    plan = {
        "command": command,
        "user": user and [user.uid, user.gid],
        "users": str(home / "users.lock"),
        "log": str(log),
        "temporary": temporary,
    }
    with log.open("ab") as errors:
        subprocess.run(  # noqa: S603 (our own file, no shell)
            [sys.executable, "-I", "-S", keeper.__file__, json.dumps(plan)],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,  # the terminal's Ctrl-C is for us, not for the keeper
            pass_fds=[lock],
            cwd="/",
        )


def _socket_folder(home: Path, user: User | None) -> tuple[str, str | None]:
    """Return the folder for the socket, and the same again where it is to be removed after use."""
    folder = home / "run"
    if _PLAIN_PATH.fullmatch(str(folder)):
        folder.mkdir(mode=0o700, exist_ok=True)
        unprivileged.own(folder, user)
        return str(folder), None
    short = tempfile.mkdtemp(prefix="backorder-", dir="/tmp")
    unprivileged.own(Path(short), user)
    return short, short


def _clear_wreck(data: Path) -> None:
    """Wait for what a killed server left behind, and end it if it stays.

    A backend that is busy does not notice that its postmaster died, and as long as it lives no
    other server can start. Called with the keeper lock: no server of ours is running. A postmaster
    that lives on is either stopping, because its keeper was killed, or was started by hand: that
    one is not ours to end.
    """
    begun = time.monotonic()
    while remains := processes_in(data):
        waited = time.monotonic() - begun
        postmaster = _postmaster(data)
        if postmaster not in remains and waited > _WRECK_SECONDS:
            for pid in remains:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        elif waited > keeper.PATIENCE_SECONDS:
            raise DatabaseError(
                "embedded_in_use",
                f"Another PostgreSQL (process {postmaster}) uses {data}; stop it first.",
                process=postmaster,
                folder=str(data),
            )
        time.sleep(_POLL_SECONDS)


def _postmaster(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def processes_in(data: Path) -> list[int]:
    """Return the PostgreSQL processes that work in the data folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name = (entry / "comm").read_text().strip()
            if name == "postgres" and (entry / "cwd").readlink() == data.resolve():
                found.append(int(entry.name))
    return found


def _last_line(home: Path) -> str:
    try:
        lines = (home / "postgres.log").read_text(errors="replace").splitlines()
    except OSError:
        return "nothing"
    return lines[-1] if lines else "nothing"
