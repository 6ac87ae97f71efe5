"""``worker``: does the jobs: what is due by the clock, and webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from . import _output

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(worker)


def worker(
    *,
    until_eof: Annotated[
        bool, Option("--until-eof", help="End when standard input ends, too.")
    ] = False,
) -> None:
    """Do jobs until a signal (SIGTERM, Ctrl-C) ends it; jobs in work may end.

    `serve` runs one by itself. Any number may run at once, on any machine that reaches the
    database. Logs are JSON lines on standard error.
    """
    from backorder.app.jobs import worker as jobs  # noqa: PLC0415 (slow, and not for --help)
    from backorder.app.web import logs  # noqa: PLC0415 (as above)

    logs.set_up()
    jobs.run(until_eof=until_eof, when_ready=lambda: _output.line_now("Working"))
