"""The HTTP server: gunicorn with threads, set up in code, stopped cleanly by SIGTERM."""

from __future__ import annotations

import os
import select
import shutil
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from backorder import database, settings
from backorder.app.accounts import secret
from backorder.app.jobs import process

from . import logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STOP_SECONDS = 25  # requests in work may end; a process manager kills after 30 as a rule
_KEEP_ALIVE = 15
_MOMENT_MS = 5  # for the next request of a program that asks one after another
_LINE, _FIELDS, _FIELD = 8190, 100, 8190


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """A process of the server: it ends after Ctrl-C as after SIGTERM, and waits for who goes on."""

    def handle(self, conn: Any) -> Any:  # noqa: ANN401 (gunicorn has no types)
        """Answer a request, and on the same thread those that follow it at once.

        gunicorn hands the connection back to the main thread after each, which hands the next one
        to a thread again: that takes longer than a short answer. As long as there is a thread for
        every connection, nobody else waits for this one.
        """
        kept = super().handle(conn)
        while kept is True and self.alive and self.nr_conns <= self.cfg.threads:
            if not _follows(conn):
                break
            kept = super().handle(conn)
        return kept

    def handle_quit(self, sig: int, frame: Any) -> None:  # noqa: ANN401 (gunicorn has no types)
        """End when the requests in work have ended.

        gunicorn would close the pool of threads inside this handler; where a request is just being
        handed to the pool, its lock is taken already, and the process would hang.
        """
        self.handle_exit(sig, frame)


def _follows(conn: Any) -> bool:  # noqa: ANN401 (gunicorn's connection)
    """Tell whether a connection brings more within a moment."""
    if conn.parser.unreader.buf.getvalue():
        return True  # read together with the last request
    look = select.poll()
    look.register(conn.sock, select.POLLIN)
    return bool(look.poll(_MOMENT_MS))


class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """gunicorn, told by code what its command line would tell it."""

    def __init__(self, options: dict[str, Any], address: str, secret: str) -> None:
        """Take gunicorn's settings, the address of the database, and the key of sessions."""
        self._options = options
        self._address = address
        self._secret = secret
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Return the application; runs in each process once it is forked."""
        from .application import application  # noqa: PLC0415 (Django, not before the fork)

        return application(self._address, self._secret)


def run(
    host: str,
    port: int,
    when_ready: Callable[[str], None],
    address: str | None = None,
    *,
    with_worker: bool = False,
) -> None:
    """Serve until a signal ends it; ``when_ready`` hears where once requests are taken.

    ``address`` is another database than the settings name. ``with_worker`` runs a worker beside
    it, in a process of its own.
    """
    beside = process.beside(address) if with_worker else nullcontext()
    address = address or database.url()
    with database.connect(address) as conn:  # refuse here what every request would be refused for
        key = secret.key(conn)
    logs.set_up()
    with folder_of_figures() as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        with beside:
            Server(options(host, port, folder, when_ready), address, key).run()


@contextmanager
def folder_of_figures() -> Iterator[Path]:
    """Make a folder that all processes share, until the first of them ends."""
    folder = Path(tempfile.mkdtemp(prefix="backorder-serve-"))
    owner = os.getpid()
    try:
        yield folder
    finally:
        # A forked process leaves by this way too; the others still need the folder then.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


def options(
    host: str, port: int, folder: Path, when_ready: Callable[[str], None]
) -> dict[str, Any]:
    """Return gunicorn's settings."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def ready(arbiter: Any) -> None:  # noqa: ANN401 (gunicorn has no types)
        taken = arbiter.LISTENERS[0].sock.getsockname()
        shown = f"[{taken[0]}]" if ":" in taken[0] else taken[0]
        when_ready(f"http://{shown}:{taken[1]}")

    def child_exit(_arbiter: Any, worker: Any) -> None:  # noqa: ANN401 (as above)
        from . import monitoring  # noqa: PLC0415 (after the folder of figures is known)

        monitoring.forget(worker.pid)

    return {
        "bind": [bind],
        "worker_class": Worker,
        "workers": settings.get("BACKORDER_WORKERS"),
        "threads": settings.get("BACKORDER_THREADS"),
        "graceful_timeout": STOP_SECONDS,
        "keepalive": _KEEP_ALIVE,
        "limit_request_line": _LINE,
        "limit_request_fields": _FIELDS,
        "limit_request_field_size": _FIELD,
        "forwarded_allow_ips": ",".join(settings.get("BACKORDER_TRUSTED_PROXIES")),
        "worker_tmp_dir": str(folder),
        "control_socket_disable": True,
        "logger_class": logs.Gunicorn,
        "proc_name": "backorder",
        "when_ready": ready,
        "child_exit": child_exit,
    }
