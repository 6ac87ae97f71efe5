"""A worker beside the web server: a process of its own, begun again when it dies."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

from backorder.app.web.logs import log

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMAND = ("-P", "-c", "from backorder.cli import main; main()", "worker", "--until-eof")
STOP_SECONDS = 28  # the worker ends by itself before
AGAIN_SECONDS = 2.0


class _Beside:
    """Keeps one worker process running. Its input is a pipe: if this process dies, it ends too."""

    def __init__(self, address: str | None) -> None:
        self._environ = _environ(address)
        self._owner = os.getpid()
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        """Begin the process, and watch it."""
        self._begin()
        self._keeper.start()

    def stop(self) -> None:
        """End the process: jobs in work may end."""
        if os.getpid() != self._owner:
            return  # a forked process of the server leaves by this way too
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()

    def _begin(self) -> None:
        with self._lock:
            if self._stopping.is_set():
                return
            self._process = subprocess.Popen(  # noqa: S603 (our own command, no shell)
                [sys.executable, *_COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env=self._environ,
            )

    def _keep(self) -> None:
        while not self._stopping.is_set():
            process = self._process
            assert process is not None
            process.wait()
            if self._stopping.is_set():
                return
            log.error("worker_died")
            time.sleep(AGAIN_SECONDS)
            self._begin()


def _environ(address: str | None) -> dict[str, str]:
    """Return the environment, with the address of another database where one is given.

    The server's own folder of figures is left out.
    """
    kept = {name: text for name, text in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    return {**kept, **({} if address is None else {"DATABASE_URL": address})}


@contextlib.contextmanager
def beside(address: str | None = None) -> Iterator[None]:
    """Have a worker run beside what is done inside, on the database at an address or our own."""
    worker = _Beside(address)
    worker.start()
    try:
        yield
    finally:
        worker.stop()
