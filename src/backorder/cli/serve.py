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
) -> None:
    """Serve the REST API until a signal (SIGTERM, Ctrl-C) ends it; requests in work are answered.

    Logs are JSON lines on standard error.
    """
    from backorder.app.web import server  # noqa: PLC0415 (slow, and --help does not need it)

    server.run(host, port, lambda address: _output.line_now(f"Listening on {address}"))
