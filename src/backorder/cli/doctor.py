"""``doctor``: every invariant of the ledger, as SQL, on the live database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from . import _output

if TYPE_CHECKING:
    from rich.console import RenderableType

    from backorder.ledger.proofs.invariants import Breach

ROWS_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(*, as_json: _output.Json = False) -> None:
    """Check every invariant; status 1 at a breach, with the rows."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.ledger.proofs import invariants  # noqa: PLC0415 (as above)

    with _output.progress() as progress, database.connect() as conn:
        progress.add_task("checking", total=None)
        breaches = invariants.check(conn)
    if as_json:
        found = [
            {"name": b.name, "text": b.text, "count": b.count, "rows": b.rows} for b in breaches
        ]
        _output.line(_output.dump({"healthy": not breaches, "breaches": found}))
    elif breaches:
        for breach in breaches:
            _output.console().print(_rows(breach))
    else:
        _output.line(f"All {len(invariants.invariants())} invariants hold.")
    if breaches:
        names = ", ".join(breach.name for breach in breaches)
        _output.reason(f"{len(breaches)} invariant(s) do not hold: {names}")
        raise typer.Exit(1)


def _rows(breach: Breach) -> RenderableType:
    columns = list(breach.rows[0]) if breach.rows else ["row"]
    rows = [[row[column] for column in columns] for row in breach.rows[:ROWS_SHOWN]]
    note = f" ({len(rows)} of {breach.count} rows)" if breach.count > len(rows) else ""
    return _output.table(f"{breach.name}: {breach.text}{note}", columns, rows)
