"""``backup`` and ``restore``: the whole database in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import _output

Archive = Annotated[Path, typer.Argument(help="The backup, PostgreSQL's custom archive format.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)


def backup(file: Archive, *, as_json: _output.Json = False) -> None:
    """Write the whole database to a file.

    Others go on working meanwhile. An older file of this name is replaced once the new one is
    complete, not before.
    """
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)

    from . import _archive  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        tools = _archive.programs(conn.info.server_version // 10_000)
    with _output.progress() as progress:
        progress.add_task("writing", total=None)
        size = _archive.write(database.url(), file, tools)
    if as_json:
        _output.line(_output.dump({"file": str(file), "bytes": size}))
    else:
        _output.line(f"Wrote {file} ({size:,} bytes).")


def restore(
    file: Archive,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Drop what the database holds now.")
    ] = False,
    as_json: _output.Json = False,
) -> None:
    """Read a backup into an empty database: all of it or nothing."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.domain.errors import DatabaseError  # noqa: PLC0415 (as above)

    from . import _archive  # noqa: PLC0415 (as above)

    with database.connect(check=False) as conn:
        tools = _archive.programs(conn.info.server_version // 10_000)
        _archive.inspect(file, tools)
        if not replace:
            _archive.refuse_unless_empty(conn)
    with _output.progress() as progress:
        progress.add_task("reading", total=None)
        _archive.read(database.url(), file, tools)
    with database.connect(check=False) as conn:
        row = conn.execute("SELECT count(*) FROM sales_order").fetchone()
        orders = row[0] if row else 0
        try:
            database.check_schema(conn)
        except DatabaseError as outdated:
            _output.warn(outdated.text)
    if as_json:
        _output.line(_output.dump({"file": str(file), "orders": orders}))
    else:
        _output.line(f"Restored {file}: {orders:,} orders.")
