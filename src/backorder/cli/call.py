"""``call``: any verb of the ledger, JSON in, JSON out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 (typer reads the annotation when it runs)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backorder.domain.errors import InvalidError

from . import _input, _output
from ._user import user

if TYPE_CHECKING:
    from collections.abc import Iterator


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(call)


def call(  # noqa: PLR0913 (one per option)
    verb: Annotated[str, typer.Argument(help="A verb of the ledger, such as place_orders.")],
    file: Annotated[
        Path | None, typer.Argument(help="The JSON to read; standard input without it.")
    ] = None,
    *,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANT",
            help="Pretend it is this instant (2026-11-22T09:00:00Z); needs BACKORDER_SANDBOX=1.",
        ),
    ] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Who is answerable.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the answer and keep nothing of what it says.")
    ] = False,
    as_json: _output.Json = False,
) -> None:
    """Call a verb of the ledger: JSON in, JSON out.

    The status is 1 where the verb refused all or part of what was asked; the reasons are printed.
    """
    from backorder import database, ledger  # noqa: PLC0415 (slow, and --help does not need them)

    found = ledger.VERBS.get(verb)
    if found is None:
        known = ", ".join(sorted(ledger.VERBS))
        raise typer.BadParameter(f"{verb!r} is not a verb; the verbs are: {known}")
    instant = _instant(now)
    request = _input.read_object(_input.read_bytes(file))
    with database.connect() as conn:
        carry_out = found.preview if dry_run else found
        result = carry_out(conn, request, now=instant, actor=actor or f"cli:{user()}")
    _output.line(_output.dump(result, indent=None if as_json else 2))
    refused = list(_refused(result))
    for reason in refused:
        _output.reason(f"refused: {reason}")
    if refused:
        raise typer.Exit(1)


def _instant(text: str | None) -> datetime:
    """Return the instant at which the verb is called.

    >>> _instant("yesterday")
    Traceback (most recent call last):
    ...
    backorder.domain.errors.InvalidError: --now needs BACKORDER_SANDBOX=1.
    """
    from backorder import settings  # noqa: PLC0415 (as above)

    if text is None:
        return datetime.now(UTC)
    if not settings.get("BACKORDER_SANDBOX"):
        raise InvalidError("sandbox_only", "--now needs BACKORDER_SANDBOX=1.", now=text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise typer.BadParameter(
            f"{text!r} is not an instant with its time zone, such as 2026-11-22T09:00:00Z",
            param_hint="--now",
        )
    return instant.astimezone(UTC)


def _refused(result: dict[str, Any]) -> Iterator[str]:
    """Yield the reason of every item of a result that was refused."""
    for items in result.values():
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and item.get("status") == "refused":
                reasons = [part.get("refused") for part in (item, *item.get("lines", ()))]
                texts = [reason["text"] for reason in reasons if isinstance(reason, dict)]
                yield f"{item.get('key', '')}: {' '.join(texts)}"
