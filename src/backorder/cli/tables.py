"""``import`` and ``export``: master data and papers in files that people and programs write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backorder.connectors.kinds import KINDS
from backorder.domain.errors import InvalidError

from . import _output
from ._user import user

if TYPE_CHECKING:
    from rich.console import RenderableType

    from backorder.connectors.importing import Outcome

MOST_SHOWN = 20  # faults and refusals on a screen; --json has them all

Kind = Annotated[str, typer.Argument(metavar="KIND", help=f"One of: {', '.join(KINDS)}.")]
Source = Annotated[Path, typer.Argument(help="CSV, XLSX, JSON lines or Parquet, by its suffix.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command("export")(export)


def import_(  # noqa: PLR0913 (a command's parameters are its options)
    kind: Kind,
    file: Source,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every row and write nothing.")
    ] = False,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help='JSON, our columns to theirs: {"sku": "Art."}'),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Name a count or delivery whose file has the same content as an earlier one.",
        ),
    ] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Who is answerable.")] = None,
    as_json: _output.Json = False,
) -> None:
    """Bring a file in: all of it or nothing, each fault with row, column and reason.

    Bringing the same file in again changes nothing.

    The status is 1 where a fault was found and so nothing was written, and where the ledger
    refused an order; the other orders of the file stand.
    """
    from backorder import database, settings  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.connectors.importing import import_file, read_mapping  # noqa: PLC0415

    _check_kind(kind)
    with _output.progress() as progress:
        task = progress.add_task("connecting", total=None)
        try:
            theirs = read_mapping(mapping) if mapping else {}
            with database.connect() as conn:
                outcome = import_file(
                    conn,
                    kind,
                    file,
                    now=datetime.now(UTC),
                    actor=actor or f"cli:{user()}",
                    mapping=theirs,
                    dry_run=dry_run,
                    dated=settings.get("BACKORDER_SANDBOX"),
                    name=name,
                    progress=lambda what: progress.update(task, description=what),
                )
        except InvalidError as error:
            progress.stop()
            if not as_json and error.code == "bad_rows":
                _show_problems(error)
            raise
    _output.show(outcome.as_dict(), lambda: _summary(outcome))
    if outcome.refused:
        raise typer.Exit(1)


def export(
    kind: Kind,
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, JSON lines or Parquet, by its suffix.")],
    *,
    as_json: _output.Json = False,  # noqa: ARG001 (read where the result is shown)
) -> None:
    """Write a file with the same columns that import takes.

    Texts that a spreadsheet would run as formulas get an apostrophe before them in CSV and XLSX;
    import takes it away again.
    """
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.connectors.exporting import export_file  # noqa: PLC0415

    _check_kind(kind)
    with _output.progress() as progress, database.connect() as conn:
        task = progress.add_task("writing", total=None)
        result = export_file(
            conn,
            kind,
            file,
            progress=lambda rows: progress.update(task, description=f"{rows:,} rows"),
        )
    _output.show(result, lambda: f"Wrote {result['rows']:,} rows of {kind} to {file}.")


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is not a kind; the kinds are: {', '.join(KINDS)}")


def _show_problems(error: InvalidError) -> None:
    """Print the first faults of a file to standard error."""
    problems = error.facts["problems"][:MOST_SHOWN]
    rows = [[p["row"], p["column"], repr(p["value"]), p["reason"]] for p in problems]
    total = error.facts["total"]
    title = f"{total:,} fault{'s' * (total > 1)}"
    if len(problems) < total:
        title += f", the first {len(problems)}"
    columns = ["row", "column", "value", "reason"]
    _output.console(stderr=True).print(_output.table(title, columns, rows))


def _summary(outcome: Outcome) -> RenderableType:
    """Return what was done, for people."""
    from rich.console import Group  # noqa: PLC0415 (slow, and --json does not need it)
    from rich.markup import escape  # noqa: PLC0415

    done = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in outcome.done.items())
    if outcome.dry_run:
        done = "no fault found, nothing was written (--dry-run)"
    lines: list[Any] = [escape(f"{outcome.file}: {outcome.rows:,} rows of {outcome.kind}: {done}")]
    lines += [escape(f"Note: {note}") for note in outcome.notes]
    if outcome.refused:
        rows = [
            [order["key"], line["sku"], line["ordered"], line["refused"]["text"]]
            for order in outcome.refused
            for line in order["lines"]
            if line["refused"]
        ]
        title = f"{len(outcome.refused):,} order{'s' * (len(outcome.refused) > 1)} refused"
        columns = ["order", "sku", "quantity", "reason"]
        lines.append(_output.table(title, columns, rows[:MOST_SHOWN]))
    return Group(*lines)
