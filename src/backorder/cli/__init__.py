"""The command line: the same verbs from a shell.

Every module of this package whose name does not begin with ``_`` holds some commands and adds them
with ``register(app)``. ``--help`` imports them all, so they import what is slow only when they run.
"""

from __future__ import annotations

import os
import pkgutil
import signal
import sys
from importlib import import_module
from typing import Annotated

import typer

from backorder import __version__, settings
from backorder.domain.errors import BackorderError

from . import _output

_TOO_SLOW = ("55P03", "57014")  # PostgreSQL's lock timeout and statement timeout
SIGTERM_STATUS = 128 + signal.SIGTERM


def build() -> typer.Typer:
    """Return the application with every command registered, in the order of the modules' names."""
    app = typer.Typer(
        name="backorder",
        help="Backorder management: every sale of what is not on the shelf is a dated promise.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_start)
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        if not module.name.startswith("_"):
            import_module(f"{__name__}.{module.name}").register(app)
    return app


def main() -> None:
    """Run one command: status 0 done, 1 refused or breached, 2 wrong usage, 128 + n by signal n."""
    terminated = False

    def terminate(*_: object) -> None:
        # The way of Ctrl-C, which everything on the stack cleans up after.
        nonlocal terminated
        terminated = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, terminate)
    try:
        status = _run()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(SIGTERM_STATUS if terminated else status)


def _run() -> int:
    try:
        build()(prog_name="backorder")
    except BackorderError as error:
        _output.refuse(error)
    except Exception as error:
        refusal = _database_refusal(error)
        if refusal is None:
            raise
        _output.refuse(refusal)
    return 1


def _database_refusal(error: Exception) -> BackorderError | None:
    """Return the refusal to print for a database that went away or was too slow, if it is that."""
    psycopg = sys.modules.get("psycopg")
    if psycopg is None or not isinstance(error, psycopg.OperationalError):
        return None
    from backorder.domain.errors import DatabaseError  # noqa: PLC0415 (only after a failure)

    if error.sqlstate in _TOO_SLOW:
        return DatabaseError("too_slow", "Others held what this needs for too long; try again.")
    lines = str(error).strip().splitlines() or ["no reason given"]
    return DatabaseError("database_lost", f"PostgreSQL stopped answering: {lines[0]}")


def _version(wanted: bool) -> None:  # noqa: FBT001 (the value of an option)
    if wanted:
        _output.line(f"backorder {__version__}")
        raise typer.Exit


def _start(
    *,
    _version_wanted: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    for warning in settings.check():
        _output.warn(warning)
