"""``rehearse``: the journal, carried out again in empty books, gives the same books."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from . import _output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection
    from rich.console import RenderableType

    from backorder.ledger.proofs.rehearsal import Rehearsal


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rehearse)


def rehearse(*, as_json: _output.Json = False) -> None:  # noqa: ARG001 (read by _output)
    """Replay the journal into an empty scratch database and compare; status 1 at a difference.

    The scratch database stands on the same server for as long as this runs, and needs the right to
    create one. Nothing is written to the database itself, and nobody is held up.
    """
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.ledger.proofs import rehearsal  # noqa: PLC0415 (as above)

    address = database.url()
    with _output.progress() as progress, database.connect(address) as source:
        task = progress.add_task("replaying", total=None)
        with _scratch(source, address) as target:
            found = rehearsal.rehearse(
                source,
                target,
                lambda done, total: progress.update(task, completed=done, total=total),
            )
    _output.show(_facts(found), lambda: _words(found))
    if not found.same:
        _output.reason(f"the replayed books differ in: {', '.join(found.differing())}")
        raise typer.Exit(1)


def _facts(found: Rehearsal) -> dict[str, Any]:
    return {
        "same": found.same,
        "entries": found.entries,
        "state": found.expected.total,
        "replayed": found.found.total,
        "differing": found.differing(),
    }


def _words(found: Rehearsal) -> RenderableType:
    rows = [
        ["the books", found.expected.total],
        [f"{found.entries} journal entries replayed", found.found.total],
    ]
    verdict = "The journal explains the books." if found.same else "The books differ."
    return _output.table(verdict, ["what", "state"], rows)


@contextmanager
def _scratch(source: Connection[Any], address: str) -> Iterator[Connection[Any]]:
    """Create, migrate and connect to a database beside the one at ``address``; drop it after."""
    from psycopg import errors, sql  # noqa: PLC0415 (as above)

    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.domain.errors import DatabaseError  # noqa: PLC0415 (as above)

    name = f"backorder_rehearsal_{secrets.token_hex(6)}"
    scratch = database.with_database(address, name)
    try:
        try:
            database.make_scratch(source, name, scratch)
        except errors.InsufficientPrivilege as error:
            raise DatabaseError(
                "may_not_create_database",
                "A rehearsal needs a scratch database, and this user may not create one.",
            ) from error
        with database.connect(scratch) as target:
            yield target
    finally:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        source.execute(drop.format(sql.Identifier(name)))
