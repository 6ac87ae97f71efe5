"""``reallocate``: hand scarce units out anew; look first, then release, or undo."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 (typer reads the annotation when it runs)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import _input, _output
from ._user import user

if TYPE_CHECKING:
    from rich.console import RenderableType

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(reallocate)


def reallocate(
    variant: Annotated[
        Path | None,
        typer.Argument(help="The variant as JSON: segments, skus, limits, and so on."),
    ] = None,
    *,
    release: Annotated[
        bool,
        typer.Option("--release", help="Carry it out; without it the difference is shown."),
    ] = False,
    optimal: Annotated[
        bool,
        typer.Option("--optimal", help="Share out for the highest value, and prove it."),
    ] = False,
    undo: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Take a reallocation back.")
    ] = None,
    _as_json: _output.Json = False,
) -> None:
    """Hand scarce units out anew, by rules or for the highest value.

    Shows who gains and who loses; --release carries it out, --undo takes it back. With --optimal
    the file may have an object `optimal`: by, priority, minimum_fill, seconds.
    """
    from backorder import database, ledger  # noqa: PLC0415 (slow, and --help does not need them)
    from backorder.app import reallocating  # noqa: PLC0415 (as above)

    if (variant is None) == (undo is None):
        raise typer.BadParameter("give a variant, or --undo with a number")
    now, actor = datetime.now(UTC), f"cli:{user()}"
    if undo is not None:
        with database.connect() as conn:
            found = ledger.VERBS["reallocate"](conn, {"undo": undo}, now=now, actor=actor)
        text = f"{undo} is undone: {found['lines']} lines have again what they had."
        _output.show(found, lambda: text)
        return
    asked = _input.read_object(_input.read_bytes(variant))
    settings = asked.pop("optimal", {})
    with database.connect() as conn:
        found = reallocating.reallocate(
            conn,
            asked,
            now=now,
            actor=actor,
            optimal=settings if optimal else None,
            release=release,
        )
    _output.show(found, lambda: _shown(found))


def _shown(found: dict[str, Any]) -> RenderableType:
    from rich.console import Group  # noqa: PLC0415 (only for people)

    lines = found["difference"]
    rows = [
        (
            one["order"],
            one["sku"],
            one["segment"],
            one["outcome"],
            one["units"],
            one["from"],
            one["to"],
        )
        for one in lines[:_SHOWN]
    ]
    title = f"{len(lines):,} lines change" + (
        f"; the first {_SHOWN}" if len(lines) > _SHOWN else ""
    )
    columns = ("order", "sku", "segment", "outcome", "units", "from", "to")
    parts: list[RenderableType] = [_output.table(title, columns, rows), _totals(found)]
    parts += [
        f"{one['order']} line {one['line']} ({one['segment']}): {one['reason']['text']}"
        for one in found["exceptions"][:_SHOWN]
    ]
    if "optimum" in found:
        parts.append(_proof(found["optimum"]))
    if "reallocation" in found:
        number = found["reallocation"]
        parts.append(
            "Nothing was to be changed."
            if number is None
            else f"Released as {number}; take it back with --undo {number}."
        )
    else:
        parts.append("Nothing is changed yet; carry it out with --release.")
    return Group(*parts)


def _totals(found: dict[str, Any]) -> str:
    totals = found["totals"]
    text = ", ".join(
        f"{totals[outcome]['lines']:,} {word} ({totals[outcome]['units']:,} units)"
        for outcome, word in (("gains", "gain"), ("loses", "lose"), ("stays", "have the same day"))
    )
    return f"Lines: {text}. Left out: {len(found['left_out']):,} products."


def _proof(proof: dict[str, Any]) -> str:
    dearest = sorted(proof["one_more_unit"], key=lambda one: (-one["price"], one["sku"]))[:5]
    worth = ", ".join(f"{one['sku']} {one['price']:,.2f}" for one in dearest) or "nothing"
    return (
        f"Value {proof['value']:,}, proven to be within {100 * proof['gap']:.4f} % of the best "
        f"(bound {proof['bound']:,}); first come, first served falls short by "
        f"{proof['first_come_short_percent']:.2f} %. One more unit is worth: {worth}."
    )
