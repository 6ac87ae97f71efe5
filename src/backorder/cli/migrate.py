"""``migrate``: bring the database's schema up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _output

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(migrate)


def migrate(*, as_json: _output.Json = False) -> None:
    """Bring the database's schema up to date."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)

    with _output.progress() as progress:
        progress.add_task("migrating", total=None)
        applied = database.migrate()
    if as_json:
        _output.line(_output.dump({"applied": applied}))
    elif applied:
        _output.line(f"Applied {', '.join(applied)}.")
    else:
        _output.line("The database is up to date.")
