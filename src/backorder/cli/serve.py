"""``serve``: the web server with the REST API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from . import _output

if TYPE_CHECKING:
    import typer

HIGHEST_PORT = 65_535


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    *,
    host: Annotated[
        str, Option(metavar="HOST", help="Address to listen on; 0.0.0.0 for all of this machine.")
    ] = "127.0.0.1",
    port: Annotated[
        int, Option(min=0, max=HIGHEST_PORT, help="Port to listen on; 0 takes a free one.")
    ] = 8080,
    no_worker: Annotated[
        bool, Option("--no-worker", help="Run no worker beside it: `backorder worker` does it.")
    ] = False,
) -> None:
    """Serve pages and REST API until a signal (SIGTERM, Ctrl-C) ends it, after requests in work.

    While there is nobody who could sign in, it prints a link with which the first owner gets in.
    A worker runs beside it and does the jobs that are due. Logs are JSON lines on standard error.
    """
    from backorder import database, settings  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.app.accounts import first  # noqa: PLC0415 (as above)
    from backorder.app.web import server  # noqa: PLC0415 (as above)

    def say(address: str) -> None:
        _output.line_now(f"Listening on {address}")
        if path := first.link(database.url()):
            base = settings.get("BACKORDER_URL") or address
            _output.line_now(f"Nobody can sign in yet. Become the owner, once: {base}{path}")

    server.run(host, port, say, with_worker=not no_worker)
