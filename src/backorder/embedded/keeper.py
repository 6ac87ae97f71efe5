"""Keep the embedded PostgreSQL running while somebody uses it; stop it when the last one left.

This file runs as a process of its own and imports nothing but the standard library. Everybody who
uses the server holds a shared lock on one file, which the kernel releases however they end, SIGKILL
included. The keeper waits for the exclusive lock on that file: it gets it when nobody is left.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
PATIENCE_SECONDS = 120  # a fast shutdown writes one checkpoint; longer than this, it hangs


def main() -> int:
    """Run one server as told by the JSON argument; return its exit status."""
    plan: dict[str, Any] = json.loads(sys.argv[1])
    # The starter waits for this process only: the fork lives on and belongs to nobody.
    if os.fork():
        os._exit(0)
    users = os.open(plan["users"], os.O_RDWR | os.O_CLOEXEC)
    server = _start(plan)

    def stop(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGINT)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)

    def stop_when_alone() -> None:
        fcntl.flock(users, fcntl.LOCK_EX)  # kept until the server is gone: newcomers wait
        stop()
        time.sleep(PATIENCE_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGQUIT)

    threading.Thread(target=stop_when_alone, daemon=True).start()
    status = server.wait()
    if plan["temporary"]:
        shutil.rmtree(plan["temporary"], ignore_errors=True)
    return status


def _start(plan: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start PostgreSQL, as another user where the plan names one, so that it ends with us."""
    keeper = os.getpid()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def end_with_keeper() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != keeper:
            os._exit(1)

    uid, gid = plan["user"] or (None, None)
    with Path(plan["log"]).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 (our own command, no shell)
            plan["command"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            preexec_fn=end_with_keeper,  # noqa: PLW1509 (this process has no thread yet)
        )


if __name__ == "__main__":
    sys.exit(main())
